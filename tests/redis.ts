import { Redis } from "ioredis";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../launcher/meshcentral/free_port.ts";

/** A real Redis on loopback that keeps nothing. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly client: Redis;
  /** Stops it, so that it takes connections and answers nothing; or kills it. */
  fail(how: "stopped" | "killed"): Promise<void>;
  /** It answers again, on the same port; killed, it has forgotten everything. */
  recover(): Promise<void>;
}

/** Starts it, and connects. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const start = () => spawn("redis-server", args, { stdio: "ignore" });
  let child = start();
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => {}); // until it listens
  const answers = async () => {
    while (await client.ping().catch(() => "") !== "PONG") await sleep(20);
  };
  await answers();
  return {
    url,
    client,
    fail: async (how) => {
      if (how === "stopped") process.kill(child.pid as number, "SIGSTOP");
      else await kill();
    },
    recover: async () => {
      if (child.signalCode === null) process.kill(child.pid as number, "SIGCONT");
      else child = start();
      await answers();
    },
    async [Symbol.asyncDispose]() {
      client.disconnect();
      await kill();
    },
  };
}
