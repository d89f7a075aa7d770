import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../launcher/meshcentral/free_port.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** `examples/serve-api.ts` in a process of its own. */
export interface ServedApi extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** What it has written so far. */
  output(): string;
  /** Asks it to end, and resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** How it is run: from the sources, or from the built package. */
export const RUNTIMES: Readonly<Record<"deno" | "node", readonly string[]>> = {
  deno: [process.execPath, "run", "-P", "examples/serve-api.ts"],
  node: ["node", join("dist", "serve-api.js")],
};

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Starts it with this environment, and waits until it answers. */
export async function serveApi(
  runtime: keyof typeof RUNTIMES,
  env: Readonly<Record<string, string>>,
): Promise<ServedApi> {
  const port = Number(env.PORT ?? await freePort());
  const [program = "", ...args] = RUNTIMES[runtime];
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data) => output += data);
  child.stderr.on("data", (data) => output += data);
  const exited = once(child, "exit");
  const stop = async () => {
    if (child.exitCode === null) process.kill(child.pid as number, "SIGTERM");
    const [code] = await exited;
    return code;
  };
  const deadline = Date.now() + 30_000;
  const live = `http://127.0.0.1:${port}/health?live`;
  while (!await answers(live)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`the API did not start:\n${output}`);
    }
    await sleep(50);
  }
  return {
    port,
    pid: child.pid as number,
    output: () => output,
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
}
