import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** `npm start`, as a person runs it. */
export interface MainJob extends AsyncDisposable {
  /** What it has printed so far. */
  output(): string;
  /** The value that it printed after a label. */
  door(label: string): string;
  /** Ends it as Ctrl-C does; resolves when all that it started has ended. */
  interrupt(): Promise<void>;
}

/** Runs `npm start -- ...args` and waits until it says that everything is up. */
export async function startMainJob(args: readonly string[]): Promise<MainJob> {
  // A process group of its own, as a shell makes one: Ctrl-C goes to npm and what it started.
  const child = spawn("npm", [
    "start",
    "--",
    "--port",
    "0",
    "--page-port",
    "0",
    "--api-port",
    "0",
    ...args,
  ], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (data) => output += data);
  child.stderr.on("data", (data) => output += data);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", () => /Ctrl-C stops everything/.test(output) && resolve());
    child.on("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
    child.on("error", reject);
  });
  return {
    output: () => output,
    door(label) {
      const value = new RegExp(`^ *${label} +(\\S+)$`, "m").exec(output)?.[1];
      if (value === undefined) throw new Error(`npm start printed no "${label}":\n${output}`);
      return value;
    },
    interrupt: () => interrupt(child),
    async [Symbol.asyncDispose]() {
      await interrupt(child);
    },
  };
}

/** "close", not "exit": npm ends at once by the signal, what it started holds the pipes longer. */
async function interrupt(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.stdout?.closed) return;
  const closed = once(child, "close");
  process.kill(-child.pid, "SIGINT");
  await closed;
}
