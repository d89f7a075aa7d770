import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { guardGroup } from "./guard.ts";

/** Bytes of output that are kept. */
const OUTPUT = 64 * 1024;

/** How a service is run. */
export interface ServiceOptions {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether it answers. */
  readonly isReady: () => Promise<boolean>;
  /** Milliseconds between its end and its next start. */
  readonly restartDelay: number;
  readonly stopSignal: string;
  /** Milliseconds that it has to end. */
  readonly stopTime: number;
}

/** A service that is started again whenever it ends, as systemd does with `Restart=always`. */
export class SupervisedService implements AsyncDisposable {
  readonly name: string;
  /** How often it was started. */
  starts = 0;
  readonly #options: ServiceOptions;
  #child: ChildProcess | undefined;
  #output = "";
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** The first process of the service. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What it wrote last. */
  get output(): string {
    return this.#output;
  }

  /** Starts it; resolves when it answers. */
  async start(): Promise<void> {
    this.#running = this.#supervise();
    await this.ready();
  }

  /** Resolves when it answers. */
  async ready(timeout = 60_000): Promise<void> {
    const deadline = Date.now() + timeout;
    while (!await this.#options.isReady()) {
      if (Date.now() > deadline) throw new Error(`${this.name} did not start:\n${this.#output}`);
      await sleep(50);
    }
  }

  /** Kills all its processes at once (SIGKILL); it is started again after its delay. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    this.#signal("SIGKILL");
    await exited;
  }

  /** Asks it to end, and does not start it again. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    this.#signal(this.#options.stopSignal as NodeJS.Signals);
    const timer = setTimeout(() => this.#signal("SIGKILL"), this.#options.stopTime);
    await this.#running;
    clearTimeout(timer);
    this.#signal("SIGKILL"); // what its first process may have left behind
  }

  async #supervise(): Promise<void> {
    while (!this.#stopping) {
      const [program = "", ...args] = this.#options.command;
      const child = spawn(program, args, {
        cwd: this.#options.cwd,
        env: { ...this.#options.env },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true, // a process group of its own, to be killed as one
      });
      this.#child = child;
      this.starts++;
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (data) => this.#output = (this.#output + data).slice(-OUTPUT));
      }
      using _ = guardGroup(child.pid ?? 0);
      await once(child, "exit");
      if (this.#stopping) return;
      this.#signal("SIGKILL");
      const delay = Date.now() + this.#options.restartDelay;
      while (!this.#stopping && Date.now() < delay) await sleep(50);
    }
  }

  /** To the whole group; one that has ended already is left alone. */
  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.pid !== 0) process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
