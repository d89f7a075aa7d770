import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { installNode } from "../newer_node.ts";
import { installProgram } from "./installed_program.ts";

/** A program that runs the package. */
export interface Runtime {
  /** As people call it: `"Node 22"`. */
  readonly name: string;
  /** Installs it, if need be: the program, and its arguments before the script. */
  install(): Promise<readonly [program: string, ...args: string[]]>;
}

/** Every runtime that the package supports. */
export const RUNTIMES: readonly Runtime[] = [
  { name: "Node 20", install: () => Promise.resolve(["node"]) },
  { name: "Node 22", install: async () => [await installNode("22")] },
  { name: "Node 24", install: async () => [await installNode("24")] },
  { name: "Deno 2", install: () => Promise.resolve([process.execPath, "run", "-A"]) },
  { name: "Bun 1", install: async () => [await installBun()] },
];

/** The version that a runtime reports: `"22.23.5"`. */
export async function versionOf(runtime: Runtime): Promise<string> {
  const [program] = await runtime.install();
  const { stdout } = await promisify(execFile)(program, ["--version"]);
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "unknown";
}

function installBun(): Promise<string> {
  return installProgram("bun-1", "@oven/bun-linux-x64@1", "bin/bun");
}
