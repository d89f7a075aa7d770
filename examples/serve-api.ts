/**
 * The REST API as a server, beside a MeshCentral.
 *
 *     MESHCENTRAL_URL=wss://mesh.example.com JWT_SECRET=$(openssl rand -base64 48) \
 *       deno run -P examples/serve-api.ts
 *
 * From the installed package: `npx --no-install cs-serve-api`, with the same environment; `--help` lists
 * the variables.
 */
import {
  type Api,
  createApi,
  type OpenLimits,
  redisStore,
  type RequestMeasure,
} from "@cs/meshcentral/api";
import { wsTransport } from "@cs/meshcentral/transport/ws";
import { configure, getConsoleSink, getLogger, jsonLinesFormatter } from "@logtape/logtape";
import { access, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Histogram, register } from "prom-client";
import { consoleSite, type ServeStatic } from "./console-site.ts";
import { type Environment, helpText } from "./serve-api-variables.ts";

if (process.argv.includes("--help")) {
  process.stdout.write(helpText());
  process.exit(0);
}
const env: Environment = process.env;
const list = (text = ""): readonly string[] => text.split(/[\s,]+/).filter((part) => part !== "");

await configure({
  sinks: { console: getConsoleSink({ formatter: jsonLinesFormatter }) },
  loggers: [
    { category: ["cs-meshcentral"], sinks: ["console"], lowestLevel: "info" },
    { category: ["logtape", "meta"], sinks: ["console"], lowestLevel: "warning" },
  ],
});
const logger = getLogger(["cs-meshcentral", "serve"]);

const durations = new Histogram({
  name: "cs_api_request_seconds",
  help: "How long requests took, by route and status",
  labelNames: ["method", "route", "status"],
});

const [api, consoleFolder] = await Promise.all([start(), findConsole()]).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

async function start(): Promise<Api> {
  if (!env.MESHCENTRAL_URL) throw new Error("Set MESHCENTRAL_URL: wss://host[:port][/domain].");
  const store = env.REDIS_URL === undefined ? {} : await sharedStore(env.REDIS_URL);
  return createApi({
    ...store,
    meshcentral: env.MESHCENTRAL_URL,
    jwtSecret: list(env.JWT_SECRET),
    cors: list(env.CORS_ORIGINS),
    trustedProxies: list(env.TRUSTED_PROXIES),
    webSocket: wsTransport({
      ...(env.MESHCENTRAL_CA ? { ca: await readFile(env.MESHCENTRAL_CA, "utf8") } : {}),
      ...(env.MESHCENTRAL_TLS_HASH ? { tlsHash: env.MESHCENTRAL_TLS_HASH } : {}),
    }),
    relayDns: env.RELAY_DNS === "1",
    ...(env.LIMITS ? { limits: readLimits(env.LIMITS) } : {}),
    ...(env.STORE_GRACE ? { storeGrace: 1000 * Number(env.STORE_GRACE) } : {}),
    onRequest: ({ method, route, status, seconds }: RequestMeasure) =>
      durations.observe({ method, route, status }, seconds),
  });
}

function readLimits(text: string): OpenLimits {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('LIMITS is no JSON. Write {"tunnelsOfSession":32}.', { cause });
  }
}

async function findConsole(): Promise<string | undefined> {
  if (!env.CONSOLE) return undefined;
  const folder = env.CONSOLE === "1" ? ownConsole() : env.CONSOLE;
  await access(join(folder, "index.html")).catch(() => {
    throw new Error(
      `CONSOLE: there is no console in ${folder} (no index.html). Install the package cs-serve-api ` +
        "and run its command, which brings one, or name a folder with a copy of it.",
    );
  });
  return folder;
}

/** The console of the package cs-serve-api or, in a checkout, the built one. */
function ownConsole(): string {
  try {
    return fileURLToPath(new URL(".", import.meta.resolve("cs-serve-api/console/index.html")));
  } catch {
    const built = import.meta.url.endsWith(".ts") ? "../dist/console/" : "../console/";
    return fileURLToPath(new URL(built, import.meta.url));
  }
}

async function sharedStore(url: string) {
  const { Redis } = await import("ioredis").catch((cause) => {
    throw new Error(
      "REDIS_URL is set, but the package ioredis is not installed. Run: npm install ioredis",
      { cause },
    );
  });
  // Commands do not wait for a Redis that is away: requests are told so at once.
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  let lastError = "";
  redis.on("error", ({ message }: Error) => {
    if (message !== lastError) logger.warn("Redis: {message}", { message });
    lastError = message;
  });
  redis.on("ready", () => {
    if (lastError !== "") logger.info("Redis answers again");
    lastError = "";
  });
  return { store: redisStore(redis) };
}

/** Bytes; MeshCentral's relay has none that are longer. */
const LONGEST_FRAME = 16 * 1024 * 1024;

const hostname = env.HOST ?? "127.0.0.1";
const port = Number(env.PORT ?? 3001);
const server = "Deno" in globalThis ? await serveDeno() : await serveNode();
logger.info("The API answers on http://{hostname}:{port}/api/docs", { hostname, port });
if (consoleFolder) logger.info("The console is on http://{hostname}:{port}/", { hostname, port });

function answers(serveStatic: ServeStatic): Api["fetch"] {
  return consoleFolder === undefined ? api.fetch : consoleSite(api, consoleFolder, serveStatic);
}

async function serveDeno(): Promise<() => Promise<void>> {
  const { serveStatic, upgradeWebSocket } = await import("hono/deno");
  api.upgrade(upgradeWebSocket);
  const fetch = answers(serveStatic as never);
  const served = Deno.serve({ hostname, port, onListen: () => {} }, fetch);
  return () => served.shutdown();
}

async function serveNode(): Promise<() => Promise<void>> {
  const [{ serve, upgradeWebSocket }, { serveStatic }, { WebSocketServer }] = await Promise.all([
    import("@hono/node-server"),
    import("@hono/node-server/serve-static"),
    import("ws"),
  ]);
  api.upgrade(upgradeWebSocket);
  const websocket = { server: new WebSocketServer({ noServer: true, maxPayload: LONGEST_FRAME }) };
  const served = serve({ fetch: answers(serveStatic as never), hostname, port, websocket });
  return () => new Promise((resolve) => served.close(() => resolve()));
}

const metrics = createServer(async (_request, response) => {
  response.setHeader("content-type", register.contentType);
  response.end(await register.metrics());
});
if (env.METRICS_PORT) metrics.listen(Number(env.METRICS_PORT), "127.0.0.1");

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    logger.info("Stopping");
    setTimeout(() => process.exit(0), 5_000).unref(); // streams and tunnels are cut after this
    metrics.close();
    await Promise.all([server(), api.close()]);
    process.exit(0);
  });
}
