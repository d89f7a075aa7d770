import { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import type { Env } from "./mount.ts";

/** Makes the OpenAPI document of the mounted operations, once, when it is first asked for. */
export function openApiDocument(
  operations: Hono<Env>,
): () => Promise<Readonly<Record<string, unknown>>> {
  let made: Promise<Readonly<Record<string, unknown>>> | undefined;
  return () => made ??= make(operations);
}

async function make(operations: Hono<Env>): Promise<Readonly<Record<string, unknown>>> {
  return await generateSpecs(new Hono().route("/api", operations), {
    documentation: {
      info: {
        title: "MeshCentral REST API",
        version: "1",
        description:
          "Acts with the rights of the MeshCentral account that logged in. Ids are taken " +
          "short (their last part) or full; `@` and `$` in them need no encoding, `/` does. Errors " +
          "are problems of RFC 9457 with a stable `code`.",
      },
      components: {
        securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      },
    },
    defaultValidationErrorResponse: false,
  });
}
