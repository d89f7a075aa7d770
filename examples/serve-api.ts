/**
 * The REST API as a server, beside a MeshCentral.
 *
 *     MESHCENTRAL_URL=wss://mesh.example.com JWT_SECRET=$(openssl rand -base64 48) \
 *       deno run -P examples/serve-api.ts
 *
 * From the installed package under Node: `npx cs-serve-api`, with the same environment:
 * MESHCENTRAL_URL, JWT_SECRET (several, separated by blanks, while one is being replaced), HOST
 * (127.0.0.1), PORT (3001), METRICS_PORT (none), MESHCENTRAL_CA (a PEM file) or MESHCENTRAL_TLS_HASH
 * for a self-signed server, CORS_ORIGINS and TRUSTED_PROXIES (lists, separated by blanks), REDIS_URL
 * for several instances (needs the package ioredis).
 */
import { type Api, createApi, type RequestMeasure } from "@cs/meshcentral/api";
import { wsTransport } from "@cs/meshcentral/transport/ws";
import { configure, getConsoleSink, getLogger, jsonLinesFormatter } from "@logtape/logtape";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";
import { Histogram, register } from "prom-client";

const { env } = process;
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

const api = await start().catch((error: Error) => {
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
    onRequest: ({ method, route, status, seconds }: RequestMeasure) =>
      durations.observe({ method, route, status }, seconds),
  });
}

async function sharedStore(url: string) {
  const [{ Redis }, { redisStore }] = await Promise.all([
    import("ioredis"),
    import("@cs/meshcentral/api"),
  ]);
  return { store: redisStore(new Redis(url)) };
}

const hostname = env.HOST ?? "127.0.0.1";
const port = Number(env.PORT ?? 3001);
const server = "Deno" in globalThis ? await serveDeno() : await serveNode();
logger.info("The API answers on http://{hostname}:{port}/api/docs", { hostname, port });

async function serveDeno(): Promise<() => Promise<void>> {
  const { upgradeWebSocket } = await import("hono/deno");
  api.upgrade(upgradeWebSocket);
  const served = Deno.serve({ hostname, port, onListen: () => {} }, api.fetch);
  return () => served.shutdown();
}

async function serveNode(): Promise<() => Promise<void>> {
  const [{ serve, upgradeWebSocket }, { WebSocketServer }] = await Promise.all([
    import("@hono/node-server"),
    import("ws"),
  ]);
  api.upgrade(upgradeWebSocket);
  const websocket = { server: new WebSocketServer({ noServer: true }) };
  const served = serve({ fetch: api.fetch, hostname, port, websocket });
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
