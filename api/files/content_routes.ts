/**
 * `GET` and `PUT /devices/:id/files/content`: the bytes of a file, streamed both ways, of any length.
 *
 * @module
 */
import type { Context, Handler, MiddlewareHandler } from "hono";
import { describeRoute } from "hono-openapi";
import { ApiError } from "../errors.ts";
import { downloadFile, uploadFile } from "../handlers/files.ts";
import type { Env } from "../mount.ts";
import { attachment } from "./content_disposition.ts";
import { hurried, whenEnded } from "./streams.ts";

const parameters = [
  { name: "id", in: "path" as const, required: true, schema: { type: "string" as const } },
  { name: "path", in: "query" as const, required: true, schema: { type: "string" as const } },
];
const errors = {
  400: { description: "invalid" },
  401: { description: "unauthorized, session_ended" },
  403: { description: "forbidden, consent_refused" },
  404: { description: "not_found" },
  409: { description: "conflict, consent_unanswered" },
  429: { description: "too_many_requests" },
  503: { description: "unavailable, store_unavailable" },
  504: { description: "timeout" },
};

/** Milliseconds in which the next bytes have to come. */
const UPLOAD_IDLE = 30_000;

/** For the OpenAPI document. */
export const describeDownload: MiddlewareHandler = describeRoute({
  operationId: "downloadFile",
  summary: "The bytes of a file of a device",
  tags: ["Files"],
  security: [{ bearer: [] }],
  parameters,
  responses: {
    200: { description: "The file", content: { "application/octet-stream": { schema: {} } } },
    ...errors,
  },
});

/** For the OpenAPI document. */
export const describeUpload: MiddlewareHandler = describeRoute({
  operationId: "uploadFile",
  summary: "Write a file of a device, instead of what was there; Content-Length is needed",
  tags: ["Files"],
  security: [{ bearer: [] }],
  parameters,
  requestBody: { required: true, content: { "application/octet-stream": { schema: {} } } },
  responses: {
    201: { description: "The device has all of it" },
    408: { description: "request_timeout" },
    ...errors,
  },
});

/** Answers with the file. */
export function download(): Handler<Env> {
  return async (c: Context<Env>) => {
    const place = { id: c.req.param("id") ?? "", path: pathOf(c) };
    const context = c.get("context");
    const counted = context.open.open("transfer", context.caller);
    const release = () => counted[Symbol.dispose]();
    const { body, size } = await downloadFile(context, place).catch((error) => {
      release();
      throw error;
    });
    const name = place.path.split("/").at(-1) || "file";
    return new Response(whenEnded(body, release), {
      headers: {
        ...(size === undefined ? {} : { "content-length": String(size) }),
        "content-type": "application/octet-stream",
        // A page of a device must never run in the API's own origin.
        "content-disposition": attachment(name),
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "no-store",
      },
    });
  };
}

/** Writes the file. */
export function upload(idle: number = UPLOAD_IDLE): Handler<Env> {
  return async (c: Context<Env>) => {
    const size = Number(c.req.header("content-length") ?? NaN);
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new ApiError("invalid", "Content-Length is needed: the device is told the size first.");
    }
    const body = c.req.raw.body ?? new ReadableStream({ start: (stream) => stream.close() });
    const place = { id: c.req.param("id") ?? "", path: pathOf(c) };
    const context = c.get("context");
    using _counted = context.open.open("transfer", context.caller);
    await uploadFile(context, { ...place, size, body: hurried(body, idle) });
    return c.body(null, 201);
  };
}

function pathOf(c: Context): string {
  const path = c.req.query("path") ?? "";
  if (path !== "" && path.length <= 4096) return path;
  throw new ApiError("invalid", "query.path: which file?", {
    errors: [{ path: "query.path", message: "must name a file" }],
  });
}
