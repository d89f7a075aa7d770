import type { Context } from "hono";
import type { Backend } from "./backend.ts";
import { ApiError } from "./errors.ts";
import { problemResponse } from "./problem.ts";

/** `?live`: whether this process answers. Without it: whether MeshCentral does as well. */
export async function health(c: Context, backend: Backend): Promise<Response> {
  c.header("cache-control", "no-store");
  if (c.req.query("live") !== undefined) return c.json({ status: "ok" });
  try {
    await backend.ready();
    return c.json({ status: "ok", meshcentral: "ok" });
  } catch (cause) {
    const what = "MeshCentral is away, or being restarted.";
    return problemResponse(new ApiError("unavailable", what, { cause, retryAfter: 5 }));
  }
}
