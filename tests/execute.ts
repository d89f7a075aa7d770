import { spawn } from "node:child_process";
import process from "node:process";

/** Runs a shell command, shows what it prints, and resolves with it. */
export function execute(
  command: string,
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
      process.stdout.write(data);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
