/**
 * The REST API where only a Fetch handler runs: Deno Deploy, Cloudflare Workers, Vercel, Next.js
 * (`export const GET = handler.fetch`).
 *
 *     deno serve --allow-net --allow-env --allow-read --port 3001 examples/serve-api-serverless.ts
 *
 * What works: every operation, since no instance remembers a session; each asks MeshCentral with the
 * caller's own credentials, which the token carries encrypted. What does not: tunnels, which need a
 * WebSocket that outlives a request; and, where requests are ended after some seconds, event streams,
 * which clients then begin anew. MeshCentral must have a TLS certificate that browsers trust, since
 * the runtime's own WebSocket is used, and be of version 1.1 or newer, which takes a login without
 * headers. Give several instances one store (`redisStore`), or each counts logins by itself.
 */
import { type Api, createApi } from "@cs/meshcentral/api";
import process from "node:process";

const { MESHCENTRAL_URL = "", JWT_SECRET = "", CORS_ORIGINS = "" } = process.env;

const api: Api = createApi({
  meshcentral: MESHCENTRAL_URL,
  jwtSecret: JWT_SECRET,
  cors: CORS_ORIGINS.split(/\s+/).filter((origin) => origin !== ""),
});

const handler: { readonly fetch: Api["fetch"] } = { fetch: api.fetch };
export default handler;
