import { Redis } from "ioredis";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../launcher/meshcentral/free_port.ts";

/** A real Redis on loopback that keeps nothing. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly client: Redis;
}

/** Starts it, and connects. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", args, { stdio: "ignore" });
  const exited = once(child, "exit");
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => {}); // until it listens
  while (await client.ping().catch(() => "") !== "PONG") await sleep(20);
  return {
    url,
    client,
    async [Symbol.asyncDispose]() {
      client.disconnect();
      child.kill("SIGKILL");
      await exited;
    },
  };
}
