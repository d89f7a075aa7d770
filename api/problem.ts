import * as v from "valibot";
import type { ApiError } from "./errors.ts";

/** The schema of every error: a problem of RFC 9457. */
export const problem: v.GenericSchema = v.pipe(
  v.object({
    type: v.string(),
    title: v.string(),
    status: v.number(),
    detail: v.string(),
    code: v.pipe(v.string(), v.description("What went wrong, stable.")),
    errors: v.optional(v.array(v.object({ path: v.string(), message: v.string() }))),
    methods: v.optional(v.array(v.picklist(["email", "sms", "message"]))),
  }),
  v.metadata({ ref: "Problem" }),
);

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** An error as an HTTP answer. */
export function problemResponse(error: ApiError): Response {
  const { status, code, message, errors, methods, retryAfter } = error;
  const body = {
    type: `urn:cs-meshcentral:problem:${code}`,
    title: TITLES[status] ?? "Error",
    status,
    detail: message,
    code,
    ...(errors.length > 0 ? { errors } : {}),
    ...(code === "token_required" ? { methods } : {}),
  };
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  if (status === 401) headers.set("www-authenticate", challenge(code));
  return new Response(JSON.stringify(body), { status, headers });
}

/** RFC 6750 §3. */
function challenge(code: string): string {
  return code === "session_ended" ? 'Bearer error="invalid_token"' : "Bearer";
}
