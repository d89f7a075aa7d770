import { spawn } from "node:child_process";
import process from "node:process";

/** Runs a shell command, and resolves with what it prints; shows that meanwhile where it shall. */
export function execute(
  command: string,
  show: boolean,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NO_COLOR: "1", ...env },
    });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
      if (show) process.stdout.write(data);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
