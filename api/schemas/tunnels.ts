import * as v from "valibot";
import { id, type Schema, time } from "./common.ts";

/** What a tunnel is for. */
export type TunnelProtocol = "terminal" | "desktop" | "files";

/** See {@linkcode TunnelProtocol}. */
export const tunnelProtocol: Schema<TunnelProtocol> = v.picklist(["terminal", "desktop", "files"]);

/** A tunnel to be opened. */
export interface OpenTunnelInput {
  /** The device; short or full. */
  readonly id: string;
  /** What it is for. */
  readonly protocol: TunnelProtocol;
}

/** The body of {@linkcode OpenTunnelInput}. */
export const openTunnelBody: Schema<Omit<OpenTunnelInput, "id">> = v.strictObject({
  protocol: tunnelProtocol,
});

/** The path of {@linkcode OpenTunnelInput}. */
export const openTunnelParams: Schema<Pick<OpenTunnelInput, "id">> = v.object({ id });

/** What opens a WebSocket, once. */
export interface ApiTunnelTicket {
  /** Send it as `Sec-WebSocket-Protocol: cs-tunnel, ticket.…`. */
  readonly ticket: string;
  /** What the tunnel is for. */
  readonly protocol: TunnelProtocol;
  /** 15 seconds from now. */
  readonly expiresAt: string;
}

/** See {@linkcode ApiTunnelTicket}. */
export const apiTunnelTicket: Schema<ApiTunnelTicket> = v.object({
  ticket: v.string(),
  protocol: tunnelProtocol,
  expiresAt: time,
});
