import { upgradeWebSocket } from "hono/deno";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ApiOptions, createApi } from "../api/mod.ts";
import { bundleConsole } from "../console/build/bundle_console.ts";
import { freePort } from "./meshcentral/free_port.ts";
import { staticFile } from "./static_files.ts";

/** The REST API and the console, at one origin on loopback. */
export interface ApiServer extends AsyncDisposable {
  /** `http://localhost:PORT`: the console; the API is at `/api`. */
  readonly url: string;
}

/** Builds the console, and serves it with an API on what `options` name. */
export async function startApiServer(
  options: Omit<ApiOptions, "jwtSecret">,
  port: number,
): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), "cs-console-"));
  await bundleConsole(fileURLToPath(new URL("..", import.meta.url)), folder);
  const api = createApi({
    ...options,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(), // every start logs everybody out
  });
  api.upgrade(upgradeWebSocket);
  const served = Deno.serve(
    { hostname: "127.0.0.1", port: await freePort(port), onListen: () => {} },
    async (request, info) => {
      const { pathname } = new URL(request.url);
      return pathname.startsWith("/api/")
        ? await api.fetch(request, info)
        : await staticFile(folder, pathname);
    },
  );
  return {
    url: `http://localhost:${served.addr.port}`,
    async [Symbol.asyncDispose]() {
      await api.close(); // ends streams and tunnels, which would keep the server open
      await served.shutdown();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
