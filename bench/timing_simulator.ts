import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Enrollment } from "../protocol/mod.ts";
import { bundle } from "./bundle.ts";

/** One handshake, as the simulator saw it. */
export interface Handshake {
  /** Milliseconds. */
  readonly duration: number;
  readonly nodeId: string;
}

/** A simulator in a Node process of its own. */
export interface TimingSimulator extends AsyncDisposable {
  readonly enrollment: Enrollment;
  /** The next one that was not given yet. */
  nextHandshake(): Promise<Handshake>;
  /** Ends a node's connection, as a server that restarts does. */
  disconnect(nodeId: string): void;
}

/** Starts it, and waits until it listens. */
export async function startSimulatorProcess(): Promise<TimingSimulator> {
  const folder = await mkdtemp(join(tmpdir(), "cs-bench-"));
  const script = join(folder, "simulator.mjs");
  await writeFile(script, await bundle("simulator_process.ts", "node"));
  const child = spawn("node", [script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? "null");
  return {
    enrollment: await next(),
    nextHandshake: next,
    disconnect: (nodeId) => child.stdin.write(`${nodeId}\n`),
    async [Symbol.asyncDispose]() {
      const closed = once(child, "close");
      child.stdin.end();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}
