/**
 * `GET /api/devices` against what it stands for: `meshctrl listdevices` as a process, and the same
 * question on an open WebSocket; side by side, on one server, in one run.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createApiClient } from "../api/client/mod.ts";
import { freePort } from "../launcher/meshcentral/free_port.ts";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import { startTestServer, type TestServer } from "../tests/test_server.ts";
import { quantile, time } from "./samples.ts";
import { deviceGroup, seedDevices } from "./seed_devices.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SIZES = [1, 100, 2000];
const CLIENTS = [1, 16, 64];
/** Milliseconds after which a process is as quick as it gets; its first requests are measured apart. */
const WARMING = 4000;

/** Markdown: latencies, then throughput, then memory. */
export async function restApi(): Promise<string> {
  await using server = await startTestServer();
  const rows: string[] = [];
  const loads: string[] = [];
  const group = await deviceGroup(server);
  let there = 0;
  for (const size of SIZES) {
    await seedDevices(server.server, group, size - there);
    there = size;
    await using api = await startApi(server);
    const client = createApiClient(api.url);
    const { token } = await client.logIn(server.server.admin);
    const listed = (await client.request("GET /devices")).length;
    if (listed !== size) throw new Error(`${listed} devices are listed, of ${size}`);
    await using raw = await server.operator();
    const runs = size === 2000 ? 60 : 300;
    const ask = () => get(api.url, token);
    const askAnew = () => get(api.url, token, { "cache-control": "no-cache" });
    const askRaw = () =>
      Promise.all([raw.request({ action: "nodes" }), raw.request({ action: "meshes" })]);
    const rawFirst = await time(runs, askRaw);
    const first = await time(runs, ask);
    await warmUp(ask);
    await warmUp(askRaw);
    const results = {
      rawFirst,
      first,
      raw: await time(runs, askRaw),
      rest: await time(runs, ask),
      anew: await time(runs, askAnew),
      meshctrl: await time(8, () => meshctrl(server)),
    };
    const p50 = quantile(results.rest, 0.5);
    for (
      const [what, durations] of Object.entries(NAMES).map(([key, what]) =>
        [what, results[key as keyof typeof results]] as const
      )
    ) {
      const own = quantile(durations, 0.5);
      rows.push(
        `| ${size} | ${what} | ${own.toFixed(2)} | ${quantile(durations, 0.99).toFixed(2)} | ${
          (own / p50).toFixed(2)
        } | ${durations.length} |`,
      );
    }
    const process1 = 1000 / quantile(results.meshctrl, 0.5);
    for (const clients of CLIENTS) {
      const { rate, durations } = await load(api.url, token, clients);
      loads.push(
        `| ${size} | ${clients} | ${Math.round(rate)} | ${quantile(durations, 0.5).toFixed(1)} | ${
          quantile(durations, 0.99).toFixed(1)
        } | ${Math.round(rate / process1)} |`,
      );
    }
  }
  return [
    "| devices | what | p50, ms | p99, ms | of REST | runs |",
    "| ---: | --- | ---: | ---: | ---: | ---: |",
    ...rows,
    "",
    "| devices | clients | requests a second | p50, ms | p99, ms | of one meshctrl after the other |",
    "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ...loads,
    "",
    await memory(server),
  ].join("\n");
}

const NAMES = {
  rawFirst: "`nodes` and `meshes` on a new WebSocket, the first ones",
  first: "`GET /api/devices`, the first ones of a new process",
  raw: "`nodes` and `meshes` after 4 s of them",
  rest: "`GET /api/devices` after 4 s of them",
  anew: "the same with `Cache-Control: no-cache`",
  meshctrl: "`meshctrl listdevices`, a process",
} as const;

const keepAlive = new Agent({ keepAlive: true, maxSockets: Math.max(...CLIENTS) });

/** The built API under Node, as it is installed. */
async function startApi(
  server: TestServer,
): Promise<AsyncDisposable & { url: string; child: ChildProcess }> {
  const port = await freePort();
  const child = spawn("node", [join(ROOT, "dist", "serve-api.js")], {
    env: {
      ...process.env,
      MESHCENTRAL_URL: server.server.webSocketUrl,
      JWT_SECRET: crypto.randomUUID() + crypto.randomUUID(),
      PORT: String(port),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}/api`;
  while (!await fetch(`${url}/health`).then((response) => response.ok, () => false)) {
    if (child.exitCode !== null) throw new Error("the API did not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    child,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function get(url: string, token: string, more: Record<string, string> = {}): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = { authorization: `Bearer ${token}`, ...more };
  request(`${url}/devices`, { agent: keepAlive, headers }, (response) => {
    if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
    response.on("end", () => resolve()).resume();
  }).on("error", reject).end();
  return promise;
}

/** A server that people work with has answered more than a bench asks. */
async function warmUp(ask: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + WARMING;
  while (performance.now() < end) await ask();
}

async function load(url: string, token: string, clients: number) {
  const durations: number[] = [];
  const begun = performance.now();
  const end = begun + 3000;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (performance.now() < end) {
      const start = performance.now();
      await get(url, token);
      durations.push(performance.now() - start);
    }
  }));
  return { durations, rate: durations.length * 1000 / (performance.now() - begun) };
}

async function meshctrl({ server }: TestServer): Promise<void> {
  const installation = await installMeshCentral({ version: server.version });
  await promisify(execFile)("node", [
    join(installation, "node_modules", "meshcentral", "meshctrl.js"),
    "listdevices",
    "--json",
    `--url=${server.webSocketUrl}`,
    `--loginuser=${server.admin.username}`,
    `--loginpass=${server.admin.password}`, // in one piece: it may begin with a dash
  ], { maxBuffer: 64 * 1024 * 1024 });
}

/** What logged-in users add to the process, each with its connection. */
async function memory(server: TestServer): Promise<string> {
  const users = 25;
  await using api = await startApi(server);
  const admin = createApiClient(api.url);
  await admin.logIn(server.server.admin);
  const before = await resident(api.child.pid);
  for (let index = 0; index < users; index++) {
    const client = createApiClient(api.url);
    await client.logIn(server.server.admin);
    await client.request("GET /me");
  }
  const after = await resident(api.child.pid);
  const each = Math.round((after - before) / users);
  return `Memory: ${Math.round(before / 1024)} MB resident with one session, ` +
    `${each} kB more for each of ${users} further ones with a connection of its own.`;
}

/** Kilobytes. */
async function resident(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}
