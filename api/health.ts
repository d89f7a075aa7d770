import type { Context } from "hono";
import type { Backend } from "./backend.ts";
import { ApiError } from "./errors.ts";
import { problemResponse } from "./problem.ts";
import type { ApiStore } from "./stores/store.ts";

/** `?live`: whether this process answers. Without it: whether MeshCentral and the store do as well. */
export async function health(c: Context, backend: Backend, store: ApiStore): Promise<Response> {
  c.header("cache-control", "no-store");
  if (c.req.query("live") !== undefined) return c.json({ status: "ok" });
  const [meshcentral, stored] = await Promise.allSettled([backend.ready(), store.get("health")]);
  if (stored.status === "rejected") return problemResponse(stored.reason);
  if (meshcentral.status === "fulfilled") {
    return c.json({ status: "ok", meshcentral: "ok", store: "ok" });
  }
  const what = "MeshCentral is away, or being restarted.";
  const { reason: cause } = meshcentral;
  return problemResponse(new ApiError("unavailable", what, { cause, retryAfter: 5 }));
}
