import type { Api } from "@cs/meshcentral/api";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";
import { sep } from "node:path";

/** What serves files, as Hono has it for each runtime. */
export type ServeStatic = (options: {
  readonly root: string;
  readonly precompressed: boolean;
  readonly onFound: (path: string, c: Context) => void;
}) => MiddlewareHandler;

/** The operator console from a folder, with what a `<meta>` policy cannot say; the rest is the API's. */
export function consoleSite(api: Api, root: string, serveStatic: ServeStatic): Api["fetch"] {
  const site = new Hono<{ Bindings: object }>();
  const askApi = (c: Context) => api.fetch(c.req.raw, c.env);
  site.use(compress());
  site.all("/api/*", askApi);
  site.use(secureHeaders({ contentSecurityPolicy: { frameAncestors: ["'none'"] } }));
  site.use(etag());
  site.use(serveStatic({
    root,
    precompressed: true,
    // The name of a part is another one when its content is.
    onFound: (path, c) =>
      c.header(
        "cache-control",
        path.includes(`${sep}parts${sep}`) ? "public, max-age=31536000, immutable" : "no-cache",
      ),
  }));
  site.notFound(askApi);
  return async (request, info = {}) =>
    // The answer to an upgrade is the runtime's own.
    request.headers.has("upgrade")
      ? await api.fetch(request, info)
      : await site.fetch(request, info);
}
