import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { BrowserAgent, filesFeature, memoryFileSystem } from "../agent/mod.ts";
import { type ApiClient, createApiClient } from "../api/client/mod.ts";
import { RUNTIMES, serveApi, type ServedApi } from "./api/served.ts";
import { scriptedAgent } from "./scripted_agent.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

const MEGABYTE = 1024 * 1024;
let server: TestServer;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
  if (process.env.CS_BUILT === "1") return;
  await promisify(execFile)("npm", ["run", "build"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  });
});
Deno.test.afterAll(async () => await server?.[Symbol.asyncDispose]());

for (const runtime of Object.keys(RUNTIMES) as (keyof typeof RUNTIMES)[]) {
  test(`under ${runtime}, uploads that are refused cut off no other request`, async () => {
    await using api = await serve(runtime);
    const root = memoryFileSystem();
    const features = [filesFeature({ root })];
    const agent = new BrowserAgent({
      ...server.enrollment,
      name: runtime,
      features,
      managed: true,
      consent: { files: "none" },
    });
    await agent.connect();
    const { id } = await server.waitForDevice(agent.nodeId, ({ online }) => online);
    const { token } = await logIn(api);
    const url = `http://127.0.0.1:${api.port}/api`;
    const failures: unknown[] = [];
    const statuses = new Set<number>();
    const put = async (bytes: number, shown: string) => {
      const path = encodeURIComponent("/nosuch/file");
      const response = await fetch(
        `${url}/devices/${encodeURIComponent(id)}/files/content?path=${path}`,
        {
          method: "PUT",
          headers: { authorization: `Bearer ${shown}` },
          body: new Uint8Array(bytes),
        },
      );
      statuses.add(response.status);
      await response.body?.cancel();
    };
    const get = async () => {
      const response = await fetch(`${url}/health?live`);
      assert.equal(response.status, 200);
      await response.body?.cancel();
    };
    for (let round = 0; round < 4; round++) {
      const requests = [5 * MEGABYTE, 200_000, 5 * MEGABYTE, 1_000].flatMap((bytes, index) => [
        put(bytes, index < 3 ? token ?? "" : "none").catch((error) => failures.push(error)),
        get().catch((error) => failures.push(error)),
      ]);
      await Promise.all(requests);
      await get().catch((error) => failures.push(error));
    }
    assert.deepEqual(failures, []);
    assert.deepEqual([...statuses].sort(), [401, 409]);
    await agent.close();
  });
}

test("under node, a client that sends while MeshCentral stands still is held back, and loses nothing", async () => {
  await using api = await serve("node");
  const { feature } = scriptedAgent(server.server.webSocketUrl);
  const agent = new BrowserAgent({ ...server.enrollment, name: "echo", features: [feature] });
  await agent.connect();
  const { id } = await server.waitForDevice(agent.nodeId, ({ online }) => online);
  const client = await logIn(api);
  const { ticket } = await client.request("POST /devices/:id/tunnel", { id, protocol: "files" });
  const url = `ws://127.0.0.1:${api.port}/api/devices/${encodeURIComponent(id)}/tunnel`;
  const socket = new WebSocket(url, ["cs-tunnel", `ticket.${ticket}`]);
  const echoed = { frames: 0, inOrder: true };
  socket.on("message", (data: Uint8Array, isBinary: boolean) => {
    if (!isBinary || data.length !== 64 * 1024) return;
    echoed.inOrder &&= new DataView(data.buffer, data.byteOffset).getUint32(0) === echoed.frames;
    echoed.frames++;
  });
  await once(socket, "message"); // c
  socket.send("5");
  const before = await memory(api);
  process.kill(server.server.pid as number, "SIGSTOP");
  try {
    const count = 200 * MEGABYTE / (64 * 1024);
    for (let index = 0; index < count; index++) {
      const frame = new Uint8Array(64 * 1024);
      new DataView(frame.buffer).setUint32(0, index);
      socket.send(frame);
    }
    await sleep(3_000);
    const grown = await memory(api) - before;
    assert.ok(grown < 64 * MEGABYTE, `${Math.round(grown / MEGABYTE)} MiB more`);
    assert.ok(socket.bufferedAmount > 150 * MEGABYTE, "it waits at the client");
    process.kill(server.server.pid as number, "SIGCONT");
    for (let waited = 0; echoed.frames < count && waited < 600; waited++) await sleep(100);
    assert.deepEqual(echoed, { frames: count, inOrder: true });
  } finally {
    process.kill(server.server.pid as number, "SIGCONT");
    socket.terminate();
    await agent.close();
  }
});

function serve(runtime: keyof typeof RUNTIMES): Promise<ServedApi> {
  return serveApi(runtime, {
    MESHCENTRAL_URL: server.server.webSocketUrl,
    JWT_SECRET: crypto.randomUUID() + crypto.randomUUID(),
  });
}

async function logIn({ port }: ServedApi): Promise<ApiClient> {
  const client = createApiClient(`http://127.0.0.1:${port}/api`);
  await client.logIn(server.server.admin);
  return client;
}

/** Bytes of memory that the process has. */
async function memory({ pid }: ServedApi): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}
