/**
 * One child process whose end and whose last words are always known.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";

/** How much output is kept: enough for any stack trace, bounded for a server that runs for days. */
const outputLimit = 64 * 1024;

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What to start. */
export interface ChildOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every complete line of output. */
  readonly onLine?: (line: string) => void;
}

/** A started process. Its stdin is a pipe that stays open as long as this process lives. */
export class Child {
  /** Settles when the process has ended and its output is read; rejects when it never started. */
  readonly exited: Promise<Exit>;
  #process: ChildProcess;
  #output = "";
  #line = "";

  constructor(command: string, options: ChildOptions) {
    this.#process = spawn(command, [...options.args], {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
      shell: process.platform === "win32", // npm is a .cmd file there
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => this.#read(text, options.onLine));
    }
    this.#process.stdin?.on("error", () => {}); // it is never written to
    this.exited = new Promise((resolve, reject) => {
      this.#process.on("error", reject);
      this.#process.on("close", (code, signal) => resolve({ code, signal }));
    });
    this.exited.catch(() => {}); // whoever waits for it still sees the rejection
  }

  /** The process id; undefined when it never started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Whether it has started and not ended. */
  get running(): boolean {
    const { pid, exitCode, signalCode } = this.#process;
    return pid !== undefined && exitCode === null && signalCode === null;
  }

  /** The last 64 KiB of what it wrote, stdout and stderr in the order of arrival. */
  get output(): string {
    return this.#output;
  }

  /** Sends a signal, and SIGKILL when the process is still there after `patience` milliseconds. */
  async end(signal: NodeJS.Signals, patience = 5_000): Promise<Exit> {
    this.#signal(signal);
    const timer = setTimeout(() => this.#signal("SIGKILL"), patience);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** By its id: under Deno `ChildProcess.kill` sends one signal only. */
  #signal(signal: NodeJS.Signals): void {
    if (this.running && this.pid !== undefined) process.kill(this.pid, signal);
  }

  #read(text: string, onLine: ((line: string) => void) | undefined): void {
    this.#output = (this.#output + text).slice(-outputLimit);
    const lines = (this.#line + text).split(/\r?\n/);
    this.#line = (lines.pop() ?? "").slice(-outputLimit);
    for (const line of lines) if (line.trim() !== "") onLine?.(line);
  }
}

/** The last lines of an output, indented, to be quoted in an error message. */
export function quoteLastLines(output: string, count = 12): string {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.slice(-count).map((line) => `  | ${line}`).join("\n");
}
