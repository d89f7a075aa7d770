import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Milliseconds that one run may take. */
const TIMEOUT = 60_000;

/** What a person types, once the program has printed something. */
export interface TerminalStep {
  readonly expect: string;
  readonly typed: string;
}

/** How a program that was run ended. */
export interface TerminalResult {
  readonly code: number | null;
  /** All that it printed, and escape sequences among it. */
  readonly output: string;
  /** How many of the steps it came to. */
  readonly steps: number;
}

/** Where a program is run. */
export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a program on a pseudo-terminal, util-linux's `script`, and types what the steps say. */
export async function inTerminal(
  command: readonly string[],
  steps: readonly TerminalStep[],
  options: TerminalOptions,
): Promise<TerminalResult> {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const sized = `stty cols 100 rows 30; ${quoted}`; // a new pseudo-terminal has no width
  const child = spawn("script", ["-qec", sized, "/dev/null"], {
    ...options,
    env: { TERM: "xterm", ...options.env },
  });
  let seen = "";
  let next = 0;
  child.stdout.on("data", (data) => {
    seen += data;
    const step = steps[next];
    if (step === undefined || !seen.includes(step.expect)) return;
    next++;
    seen = "";
    child.stdin.write(step.typed);
  });
  const output = await outputOf(child);
  return { code: child.exitCode, output, steps: next };
}

/** All that a program prints until it ends, or has had its time. */
export async function outputOf(child: ChildProcess): Promise<string> {
  let output = "";
  child.stdout?.on("data", (data) => output += data);
  child.stderr?.on("data", (data) => output += data);
  const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT);
  await once(child, "close");
  clearTimeout(timer);
  return output;
}
