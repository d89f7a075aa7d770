import { getLogger } from "@logtape/logtape";
import type { Context, MiddlewareHandler } from "hono";

const logger = getLogger(["cs-meshcentral", "api"]);

/**
 * One record for each request: method, path, status, milliseconds, address. Never the query, headers
 * or bodies. Silent until the application configures LogTape.
 */
export function requestLog(address: (c: Context) => string | undefined): MiddlewareHandler {
  return async (c, next) => {
    const begun = performance.now();
    await next();
    const { method, path } = c.req;
    const properties = {
      method,
      path,
      status: c.res.status,
      milliseconds: Math.round(performance.now() - begun),
      address: address(c),
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
