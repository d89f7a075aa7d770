import { execFile } from "node:child_process";
import process from "node:process";
import type { InstalledPackage } from "./installed_package.ts";
import type { Runtime } from "./runtimes.ts";
import type { Stage } from "./stage.ts";

/** Milliseconds for all behaviors of one runtime, on a busy machine. */
const LIMIT = 180_000;

/** How a behavior went. */
export interface BehaviorResult {
  readonly name: string;
  readonly milliseconds: number;
  /** Why it failed. */
  readonly error?: string;
  /** Why it does not apply to this runtime. */
  readonly skipped?: string;
}

/** Runs the suite in a runtime; rejects if it does not come to its end. */
export async function runSuite(
  runtime: Runtime,
  { folder }: InstalledPackage,
  { argument }: Stage,
): Promise<readonly BehaviorResult[]> {
  const [program, ...args] = await runtime.install();
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: "", NO_COLOR: "1" };
  const options = { cwd: folder, env, timeout: LIMIT, killSignal: "SIGKILL" } as const;
  return await new Promise((resolve, reject) => {
    execFile(program, [...args, "suite.js", argument], options, (error, stdout, stderr) => {
      if (error !== null) {
        return reject(new Error(`${runtime.name} ended (${error.code})\n${stdout}\n${stderr}`));
      }
      resolve(stdout.trim().split("\n").map((line) => JSON.parse(line)));
    });
  });
}
