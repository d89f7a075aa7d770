/**
 * What every request passes before it comes to its route, and how refusals are said.
 *
 * @module
 */
import type { Context, Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import { ApiError, apiError } from "./errors.ts";
import { drain } from "./files/streams.ts";
import { requestLog } from "./logs.ts";
import type { Env } from "./mount.ts";
import type { RequestMeasure } from "./options.ts";
import { problemResponse } from "./problem.ts";

/** Bytes; the longest body is a command for a device. Files are streamed, of any length. */
const LONGEST_BODY = 128 * 1024;

/** What {@linkcode useMiddleware} needs. */
export interface MiddlewareOptions {
  /** The address of the client. */
  readonly address: (context: Context) => string | undefined;
  /** Origins of pages that may call the API. */
  readonly origins: readonly string[];
  /** Told of every request that was answered. */
  readonly onRequest: ((measure: RequestMeasure) => void) | undefined;
}

/** Adds it, before the routes are. */
export function useMiddleware(
  app: Hono<Env>,
  { address, origins, onRequest }: MiddlewareOptions,
): void {
  app.use(requestLog(address, onRequest));
  // Not for subdomains: they may be other people's, without TLS.
  app.use(unlessUpgrade(secureHeaders({ strictTransportSecurity: "max-age=15552000" })));
  app.use(unlessUpgrade(fromPages(cors({
    origin: [...origins],
    allowHeaders: ["authorization", "content-type", "if-none-match", "last-event-id"],
    allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    exposeHeaders: ["etag", "link", "location", "retry-after", "x-event-id", "x-total-count"],
    maxAge: 600,
  }))));
  const limit = bodyLimit({
    maxSize: LONGEST_BODY,
    onError: () => problemResponse(new ApiError("too_large", `At most ${LONGEST_BODY} bytes.`)),
  });
  app.use((c, next) =>
    c.req.method === "GET" || c.req.path.endsWith("/files/content") ? next() : limit(c, next)
  );
  app.use(drainRefused);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (_c, methods) => notAllowed(methods) }));
  app.notFound(() => problemResponse(new ApiError("not_found", "There is no such route.")));
  app.onError((error) => problemResponse(fromHttp(error)));
}

/** A file that was refused: what still comes of it must not cut off the next request. */
const drainRefused: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.req.method !== "PUT" || c.res.status < 400) return;
  const { body } = c.req.raw; // of an upgrade, Deno lets nobody look at it
  if (body === null || body.locked) return;
  if (!await drain(body)) c.header("connection", "close");
};

/** The answer to an upgrade is the runtime's own; with other headers it would be none any more. */
function unlessUpgrade(middleware: MiddlewareHandler): MiddlewareHandler {
  return (c, next) => c.req.header("upgrade") === undefined ? middleware(c, next) : next();
}

/** Only browsers name an origin; to others there is nothing to say but that it would matter. */
function fromPages(middleware: MiddlewareHandler): MiddlewareHandler {
  return (c, next) => {
    if (c.req.header("origin") !== undefined) return middleware(c, next);
    c.header("vary", "Origin");
    return next();
  };
}

function notAllowed(methods: readonly string[]): Response {
  const allow = methods.join(", ");
  const response = problemResponse(new ApiError("method_not_allowed", `This takes ${allow}.`));
  response.headers.set("allow", allow);
  return response;
}

/** Hono's own refusals. */
function fromHttp(error: unknown): ApiError {
  if (!(error instanceof HTTPException)) return apiError(error);
  const cause = { cause: error };
  switch (error.status) {
    case 504:
      return new ApiError("timeout", "MeshCentral did not answer in time.", cause);
    case 400:
      return new ApiError("invalid", error.message, cause);
    default:
      return new ApiError("internal", "Something went wrong here; the log says what.", cause);
  }
}
