import { getLogger } from "@logtape/logtape";
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { RequestMeasure } from "./options.ts";

/** What a client calls its method is up to it; a metric's label has few values. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const logger = getLogger(["cs-meshcentral", "api"]);

/**
 * One record for each request: method, path, status, milliseconds, address. Never the query, headers
 * or bodies. Silent until the application configures LogTape.
 */
export function requestLog(
  address: (c: Context) => string | undefined,
  onRequest: (measure: RequestMeasure) => void = () => {},
): MiddlewareHandler {
  return async (c, next) => {
    const begun = performance.now();
    const { method, path } = c.req;
    const client = address(c); // before: an upgrade leaves nothing of the request to read
    await next();
    const seconds = (performance.now() - begun) / 1000;
    onRequest({
      method: METHODS.includes(method) ? method : "other",
      route: routePath(c, -1),
      status: c.res.status,
      seconds,
    });
    const properties = {
      method,
      path,
      status: c.res.status,
      milliseconds: Math.round(seconds * 1000),
      address: client,
    };
    if (c.res.status >= 500) {
      logger.error("{method} {path} {status}", { ...properties, error: describe(c.error) });
    } else {
      logger.info("{method} {path} {status}", properties);
    }
  };
}

/** The chain of causes; our own errors hold no secrets. */
function describe(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [`${error.name}: ${error.message}`, ...describe(error.cause)];
}
