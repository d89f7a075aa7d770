import { type ByteSource, toBytes } from "../to_bytes.ts";
import { isRecorded, type TunnelFrame, type TunnelStep, tunnelText } from "./agent_tunnel.ts";
import {
  decodeTunnelControl,
  encodeTunnelControl,
  isTunnelControl,
  type TunnelControl,
  type TunnelOptions,
} from "./control.ts";

/** What a frame meant to the viewer's end. */
export type ViewerTunnelEvent =
  /** The agent is there and was told the protocol; data may be sent. */
  | { readonly type: "started"; readonly recorded: boolean }
  /** A control message: overlay text (`console`), who else watches (`metadata`), an rtt's echo. */
  | { readonly type: "control"; readonly control: TunnelControl }
  /** Of the protocol. */
  | { readonly type: "data"; readonly frame: TunnelFrame };

/** What a {@linkcode ViewerTunnel} is for. */
export interface ViewerTunnelOptions {
  /** A number of `TunnelProtocol`. */
  readonly protocol: number;
  /** Sent before the number: size of the terminal, consent flags. */
  readonly options?: Omit<TunnelOptions, "type">;
}

/**
 * The operator's end of a tunnel: waits for `c` or `cr`, sends options and the protocol number, then
 * tells data and control apart. Sans-I/O; works over a relay WebSocket or frames of it that somebody
 * passes on.
 *
 * @example
 * ```ts
 * import { TunnelProtocol, ViewerTunnel } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const tunnel = new ViewerTunnel({
 *   protocol: TunnelProtocol.Terminal,
 *   options: { cols: 80, rows: 25 },
 * });
 * const { send } = tunnel.receive("c");
 * assert.equal(send.at(-1), "1");
 * ```
 */
export class ViewerTunnel {
  readonly #protocol: number;
  readonly #options: TunnelOptions | undefined;
  #started = false;

  /** A tunnel whose WebSocket is about to open. */
  constructor({ protocol, options }: ViewerTunnelOptions) {
    this.#protocol = protocol;
    this.#options = options && { ...options, type: "options" };
  }

  /** Whether data may be sent. */
  get started(): boolean {
    return this.#started;
  }

  /**
   * Takes one frame.
   *
   * @throws {ProtocolError} `unexpected-message` for anything before `c`, `bad-text` for bytes there
   * that are not UTF-8, and what `decodeTunnelControl` throws.
   */
  receive(source: string | ByteSource): TunnelStep<ViewerTunnelEvent> {
    const frame = typeof source === "string" ? source : toBytes(source, "frame");
    if (!this.#started) return this.#start(frame);
    if (typeof frame === "string") {
      const control = decodeTunnelControl(frame);
      if (control !== undefined) return react(control);
      if (isTunnelControl(frame)) return { send: [], events: [] };
    }
    return { send: [], events: [{ type: "data", frame }] };
  }

  /** The frame that measures latency; `now`, milliseconds, comes back as the control message `rtt`. */
  measureLatency(now: number): string {
    return encodeTunnelControl({ type: "rtt", time: now });
  }

  /** The frame that tells the terminal's new size. */
  resizeTerminal(cols: number, rows: number): string {
    return encodeTunnelControl({ type: "termsize", cols, rows });
  }

  /** The frame that ends the session; close the socket after it. */
  close(): string {
    return encodeTunnelControl({ type: "close" });
  }

  #start(frame: TunnelFrame): TunnelStep<ViewerTunnelEvent> {
    const recorded = isRecorded(tunnelText(frame));
    this.#started = true;
    const options = this.#options === undefined ? [] : [encodeTunnelControl(this.#options)];
    return {
      send: [...options, String(this.#protocol)],
      events: [{ type: "started", recorded }],
    };
  }
}

function react(control: TunnelControl): TunnelStep<ViewerTunnelEvent> {
  switch (control.type) {
    case "ping":
      return { send: [encodeTunnelControl({ type: "pong" })], events: [] };
    case "pong":
      return { send: [], events: [] };
    default:
      return { send: [], events: [{ type: "control", control }] };
  }
}
