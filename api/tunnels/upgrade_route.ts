/**
 * `GET /devices/:id/tunnel`: a WebSocket through which the operator's side of a tunnel is served,
 * frame by frame as MeshCentral's relay has them.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import type { UpgradeWebSocket, WSContext, WSEvents } from "hono/ws";
import { ApiError, apiError } from "../errors.ts";
import type { AuthContext } from "../handlers/auth.ts";
import { openTunnel, takeTunnelTicket, type Ticket } from "../handlers/tunnels.ts";
import { checkSession } from "../handlers/auth.ts";
import type { DeviceTunnel } from "../backend.ts";
import type { TunnelProtocol } from "../schemas/tunnels.ts";
import { isAllowedOrigin } from "./origin.ts";
import { relay } from "./relay.ts";

/** What the route needs. */
export interface TunnelRouteOptions {
  /** What operations need, for a client at this address. */
  readonly auth: (address: string | undefined) => AuthContext;
  /** The address of the client. */
  readonly address: (context: Context) => string | undefined;
  /** Origins of pages that may open tunnels, besides the API's own. */
  readonly origins: readonly string[];
  /** How this runtime upgrades a request, once it is known. */
  readonly upgrade: () => UpgradeWebSocket | undefined;
}

/** The sub-protocol that is spoken; the ticket stands beside it. */
const PROTOCOL = "cs-tunnel";
/** Milliseconds after which a session that was logged out elsewhere is noticed. */
const SESSION_CHECK = 2_000;

/** Frames that a client may send before the device is there. */
const EARLY = 16;
const NUMBERS: Readonly<Record<TunnelProtocol, string>> = {
  terminal: "1",
  desktop: "2",
  files: "5",
};

type Frame = string | Uint8Array<ArrayBuffer>;

/** Checks origin and ticket before anything is upgraded. */
export function tunnelRoute(options: TunnelRouteOptions): MiddlewareHandler {
  return async (c, next) => {
    const upgrade = options.upgrade();
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      throw new ApiError("invalid", "This is a WebSocket: send Upgrade: websocket.");
    }
    if (upgrade === undefined) {
      throw new ApiError("not_supported", "This server opens no WebSockets: call api.upgrade().");
    }
    if (!isAllowedOrigin(c.req.raw, options.origins)) {
      throw new ApiError("forbidden", "Pages of this origin may not open tunnels; see `cors`.");
    }
    const auth = options.auth(options.address(c));
    const ticket = ticketOf(c.req.header("sec-websocket-protocol"));
    const taken = await takeTunnelTicket(auth, ticket, c.req.param("id") ?? "", auth.address);
    return await upgrade(() => serve(auth, taken))(c, next);
  };
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

/** What happens on the WebSocket. */
function serve(auth: AuthContext, ticket: Ticket): WSEvents {
  let stop = (): void => {};
  const early: Frame[] = [];
  let receive = (frame: Frame): void => void (early.length < EARLY && early.push(frame));
  const ended = new AbortController();
  return {
    onOpen: (_event, ws) => {
      ws.binaryType = "arraybuffer";
      Object.assign(ws.raw ?? {}, { binaryType: "arraybuffer" }); // Deno's own says Blob
      const check = setInterval(() => {
        if (Date.now() >= ticket.caller.expiresAt) stop();
        else checkSession(auth.store, ticket.caller).catch(() => stop());
      }, SESSION_CHECK);
      ended.signal.addEventListener("abort", () => clearInterval(check));
      openTunnel(auth, ticket).then(async (tunnel) => {
        stop = () => tunnel.close();
        if (ended.signal.aborted) return tunnel.close();
        receive = checkedSend(tunnel, ticket.protocol, stop);
        for (const frame of early.splice(0)) receive(frame);
        await relay(tunnel, ws, ended.signal);
        ws.close(1000, "the device ended the tunnel");
      }).catch((error: unknown) => fail(ws, error));
    },
    onMessage: ({ data }) => {
      if (typeof data === "string") receive(data);
      else if (data instanceof ArrayBuffer) receive(new Uint8Array(data));
      else if (ArrayBuffer.isView(data)) receive(copy(data));
    },
    onClose: () => {
      ended.abort();
      stop();
    },
  };
}

/** Sends to the device; a protocol that the ticket is not for ends the tunnel. */
function checkedSend(
  tunnel: DeviceTunnel,
  protocol: TunnelProtocol,
  stop: () => void,
): (frame: Frame) => void {
  let started = false;
  return (frame) => {
    if (!started && (typeof frame !== "string" || !frame.startsWith("{"))) {
      if (frame !== NUMBERS[protocol]) return stop();
      started = true;
    }
    tunnel.send(frame).catch(() => {}); // it has ended, which the frames tell
  };
}

function copy({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}

/** The reason of a closing frame has at most 123 bytes. */
function fail(ws: WSContext, error: unknown): void {
  const { code, message } = apiError(error);
  ws.close(
    4000,
    new TextDecoder().decode(
      new TextEncoder().encode(`${code}: ${message}`).subarray(0, 120),
    ),
  );
}
