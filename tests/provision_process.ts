import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../provision/cli/main.ts", import.meta.url));

/** How a run of `cs-provision` ended. */
export interface ProvisionResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What {@linkcode csProvision} may be told. */
export interface ProvisionProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Kills it by SIGKILL when this is printed. */
  readonly killAt?: string | undefined;
  /** Given the process, for what kills it at another moment. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** `cs-provision` in a process of its own, in a folder. */
export function csProvision(
  folder: string,
  args: readonly string[],
  { env = {}, killAt, onStart }: ProvisionProcessOptions = {},
): Promise<ProvisionResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["run", "-A", "--quiet", MAIN, ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onStart?.(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => stdout += data);
    child.stderr.on("data", (data) => {
      stderr += data;
      if (killAt !== undefined && stderr.includes(killAt)) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
