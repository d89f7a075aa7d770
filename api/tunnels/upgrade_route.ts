/**
 * `GET /devices/:id/tunnel`: a WebSocket through which the operator's side of a tunnel is served,
 * frame by frame as MeshCentral's relay has them.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import type { UpgradeWebSocket } from "hono/ws";
import { describeRoute } from "hono-openapi";
import { ApiError } from "../errors.ts";
import type { ServingContext } from "../route.ts";
import { checkTunnelTicket, takeTunnelTicket } from "../handlers/tunnels.ts";
import { isAllowedOrigin } from "./origin.ts";
import { serveTunnel } from "./serve_tunnel.ts";

/** What the route needs. */
export interface TunnelRouteOptions {
  /** What operations need, for a client at this address. */
  readonly auth: (address: string | undefined) => ServingContext;
  /** The address of the client. */
  readonly address: (context: Context) => string | undefined;
  /** Origins of pages that may open tunnels, besides the API's own. */
  readonly origins: readonly string[];
  /** How this runtime upgrades a request, once it is known. */
  readonly upgrade: () => UpgradeWebSocket | undefined;
}

/** For the OpenAPI document. */
export const describeTunnel: MiddlewareHandler = describeRoute({
  operationId: "serveTunnel",
  summary: "The tunnel of a ticket, as a WebSocket",
  description: "Offer the sub-protocols `cs-tunnel` and `ticket.` with the ticket that a POST to " +
    "this path gave: it is good once. Frames pass as MeshCentral's relay has them, from `c` on.",
  tags: ["Devices"],
  security: [],
  parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
  responses: {
    101: { description: "A WebSocket" },
    400: { description: "invalid" },
    401: { description: "unauthorized, session_ended" },
    403: { description: "forbidden" },
    429: { description: "too_many_requests" },
    501: { description: "not_supported" },
    503: { description: "store_unavailable" },
  },
});

/** The sub-protocol that is spoken; the ticket stands beside it. */
const PROTOCOL = "cs-tunnel";

/** Checks all that can be wrong before the ticket is taken, and takes it before the upgrade. */
export function tunnelRoute(options: TunnelRouteOptions): MiddlewareHandler {
  return async (c) => {
    checkUpgrade(c.req.raw.headers);
    const upgrade = options.upgrade();
    if (upgrade === undefined) {
      throw new ApiError("not_supported", "This server opens no WebSockets: call api.upgrade().");
    }
    if (!isAllowedOrigin(c.req.raw, options.origins)) {
      throw new ApiError("forbidden", "Pages of this origin may not open tunnels; see `cors`.");
    }
    const auth = options.auth(options.address(c));
    const shown = ticketOf(c.req.header("sec-websocket-protocol"));
    const ticket = await checkTunnelTicket(auth, shown, c.req.param("id") ?? "", auth.address);
    const counted = auth.open.open("tunnel", ticket.caller);
    try {
      const giveBack = await takeTunnelTicket(auth, shown);
      const response = await upgraded(c, upgrade, () => serveTunnel(auth, ticket, counted));
      if (response !== undefined) return response;
      await giveBack();
      throw new ApiError("invalid", "This server could not upgrade the request to a WebSocket.");
    } catch (error) {
      counted[Symbol.dispose]();
      throw error;
    }
  };
}

/** RFC 6455 §4.2.1; what a runtime would refuse later. */
function checkUpgrade(headers: Headers): void {
  const key = headers.get("sec-websocket-key") ?? "";
  const isWhole = headers.get("upgrade")?.trim() === "websocket" &&
    /(^|,)\s*upgrade\s*(,|$)/i.test(headers.get("connection") ?? "") &&
    headers.get("sec-websocket-version") === "13" && /^[\w+/]{22}==$/.test(key);
  if (isWhole) return;
  throw new ApiError(
    "invalid",
    "This is a WebSocket of version 13: send Upgrade: websocket, Connection: Upgrade, and a key.",
  );
}

function ticketOf(header: string | undefined): string {
  const offered = (header ?? "").split(",").map((protocol) => protocol.trim());
  const ticket = offered.find((protocol) => protocol.startsWith("ticket."))?.slice(7);
  if (offered[0] === PROTOCOL && ticket) return ticket;
  throw new ApiError(
    "unauthorized",
    "Offer the sub-protocols “cs-tunnel” and “ticket.…”; POST to this path makes a ticket.",
  );
}

/** The answer to an upgrade; undefined where this runtime does not upgrade the request. */
async function upgraded(
  c: Context,
  upgrade: UpgradeWebSocket,
  serve: () => ReturnType<typeof serveTunnel>,
): Promise<Response | undefined> {
  try {
    // Deno finds no protocol in a list without blanks: it is named in the answer by ourselves.
    const nothing = { protocol: undefined };
    const response = await upgrade(() => serve(), nothing as never)(c, () => Promise.resolve());
    if (!(response instanceof Response) || response.status >= 400) return undefined;
    if (response.status === 101 && !response.headers.has("sec-websocket-protocol")) {
      response.headers.set("sec-websocket-protocol", PROTOCOL);
    }
    return response;
  } catch {
    return undefined;
  }
}
