import { upgradeWebSocket } from "hono/deno";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { createApi } from "../api/mod.ts";
import { bundleConsole } from "../console/build/bundle_console.ts";
import { wsTransport } from "../transport/ws.ts";
import { freePort } from "./meshcentral/free_port.ts";
import type { MeshCentralServer } from "./meshcentral/server.ts";

/** The REST API and the console, at one origin on loopback. */
export interface ApiServer extends AsyncDisposable {
  /** `http://localhost:PORT`: the console; the API is at `/api`. */
  readonly url: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Builds the console, and serves it with an API on this MeshCentral. */
export async function startApiServer(server: MeshCentralServer, port: number): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), "cs-console-"));
  await bundleConsole(fileURLToPath(new URL("..", import.meta.url)), folder);
  const api = createApi({
    meshcentral: server.webSocketUrl,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(), // every start logs everybody out
    webSocket: wsTransport(),
  });
  api.upgrade(upgradeWebSocket);
  const served = Deno.serve(
    { hostname: "127.0.0.1", port: await freePort(port), onListen: () => {} },
    async (request, info) => {
      const { pathname } = new URL(request.url);
      return pathname.startsWith("/api/") ? await api.fetch(request, info) : await file(pathname);
    },
  );
  async function file(pathname: string): Promise<Response> {
    const path = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
    const body = await readFile(path).catch(() => undefined);
    const headers = {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "x-content-type-options": "nosniff",
    };
    return new Response(body, { status: body === undefined ? 404 : 200, headers });
  }
  return {
    url: `http://localhost:${served.addr.port}`,
    async [Symbol.asyncDispose]() {
      await api.close(); // ends streams and tunnels, which would keep the server open
      await served.shutdown();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
