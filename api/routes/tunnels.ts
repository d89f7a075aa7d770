import { makeTunnelTicket } from "../handlers/tunnels.ts";
import type { RouteTable } from "../route.ts";
import type { TunnelRoutes } from "../schemas/routes.ts";
import { apiTunnelTicket, openTunnelBody, openTunnelParams } from "../schemas/tunnels.ts";

/** Tunnels to devices. */
export const tunnelRoutes: RouteTable<TunnelRoutes> = {
  "POST /devices/:id/tunnel": {
    operationId: "makeTunnelTicket",
    summary: "A ticket for a terminal, desktop or files tunnel",
    description: "Then open a WebSocket at this path with the sub-protocols `cs-tunnel` and " +
      "`ticket.` + the ticket, within 15 s, once. Frames pass as MeshCentral's relay has them; the " +
      "protocol is started already.",
    tag: "Devices",
    scope: "operate",
    params: openTunnelParams,
    body: openTunnelBody,
    response: apiTunnelTicket,
    status: 201,
    errors: ["forbidden", "not_found", "conflict"],
    handle: makeTunnelTicket,
  },
};
