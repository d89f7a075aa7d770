import { type Context, Hono } from "hono";
import type { UpgradeWebSocket } from "hono/ws";
import { clientAddressReader } from "./client_address.ts";
import { ControlBackend } from "./control_backend.ts";
import { mountDocs } from "./docs_page/page.ts";
import { describeStream, streamEvents } from "./events/stream_route.ts";
import { describeDownload, describeUpload, download, upload } from "./files/content_routes.ts";
import { health } from "./health.ts";
import { LoginLimiter } from "./login_limiter.ts";
import { useMiddleware } from "./middleware.ts";
import { authorize, type Env, mount } from "./mount.ts";
import { OpenCounts } from "./open_limits.ts";
import { openApiDocument } from "./openapi.ts";
import { type Api, type ApiOptions, checkApiOptions, type ConnectionInfo } from "./options.ts";
import type { Route, ServingContext } from "./route.ts";
import { routes } from "./routes/mod.ts";
import { checkSecret } from "./secret_keys.ts";
import { guardedStore } from "./stores/guarded_store.ts";
import { memoryStore } from "./stores/memory_store.ts";
import { Tokens } from "./tokens.ts";
import { describeTunnel, tunnelRoute } from "./tunnels/upgrade_route.ts";

/** Milliseconds. */
const TIMEOUT = 30_000;

/**
 * The REST API over a MeshCentral, as a Fetch handler. Every route is there with and without the
 * prefix `/api`, since proxies strip it.
 *
 * @throws {ApiConfigError} when a secret is too short, a trusted proxy is no address, or an option
 * does not exist.
 *
 * @example
 * ```ts
 * import { createApi } from "@cs/meshcentral/api";
 * import assert from "node:assert/strict";
 *
 * await using api = createApi({
 *   meshcentral: "ws://127.0.0.1:9", // nobody listens there
 *   jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
 * });
 * const response = await api.fetch(new Request("http://localhost/api/devices"));
 * assert.equal(response.status, 401);
 * assert.equal((await response.json()).code, "unauthorized");
 * ```
 */
export function createApi(options: ApiOptions): Api {
  checkApiOptions(options);
  const { meshcentral, webSocket, trustedProxies = [], timeout = TIMEOUT } = options;
  const secrets = [options.jwtSecret].flat();
  (secrets.length > 0 ? secrets : [""]).forEach(checkSecret);
  const backend = options.backend ??
    new ControlBackend({ url: meshcentral, ...(webSocket === undefined ? {} : { webSocket }) });
  const store = guardedStore(options.store ?? memoryStore());
  const auth: Omit<ServingContext, "address"> = {
    backend,
    store,
    storeGrace: options.storeGrace,
    open: new OpenCounts(options.limits),
    relayDns: options.relayDns ?? false,
    timeout,
    limiter: new LoginLimiter(store),
    tokens: new Tokens({
      secrets,
      issuer: options.issuer ?? "cs-meshcentral",
      audience: options.audience ?? meshcentral,
    }),
  };

  const app = new Hono<Env>();
  const operations = new Hono<Env>();
  const readAddress = clientAddressReader(trustedProxies);
  const address = (c: Context) => readAddress(peer(c.env), c.req.raw.headers);
  const authFor = (address: string | undefined) => ({ ...auth, address });
  for (const [key, route] of Object.entries(routes)) {
    const [method = "", path = ""] = key.split(" ");
    mount(operations, method, path, route as Route, { timeout, address, auth: authFor });
  }
  operations.get(
    "/events/stream",
    describeStream,
    authorize("read", { address, auth: authFor }),
    streamEvents(),
  );
  const operate = authorize("operate", { address, auth: authFor });
  operations.get("/devices/:id/files/content", describeDownload, operate, download());
  operations.put("/devices/:id/files/content", describeUpload, operate, upload(options.uploadIdle));
  let upgrade: UpgradeWebSocket | undefined;
  operations.get(
    "/devices/:id/tunnel",
    describeTunnel,
    tunnelRoute({ auth: authFor, address, origins: options.cors ?? [], upgrade: () => upgrade }),
  );
  const document = openApiDocument(operations);
  operations.get("/openapi.json", async (c) => c.json(await document()));
  mountDocs(operations);
  operations.get("/health", (c) => health(c, backend, store));

  useMiddleware(app, { address, origins: options.cors ?? [], onRequest: options.onRequest });
  app.route("/api", operations);
  app.route("/", operations);

  return {
    fetch: async (request, info) => await app.fetch(request, info),
    upgrade: (adapter) => {
      upgrade = adapter as unknown as UpgradeWebSocket;
    },
    openapi: document,
    close: async () => await backend[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: async () => await backend[Symbol.asyncDispose](),
  };
}

function peer(info: ConnectionInfo | undefined): string | undefined {
  if (info?.address !== undefined) return info.address;
  const { remoteAddr } = info ?? {};
  if (remoteAddr !== undefined && "hostname" in remoteAddr) return String(remoteAddr.hostname);
  return info?.incoming?.socket.remoteAddress;
}
