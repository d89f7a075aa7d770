import { ProtocolError } from "../errors.ts";
import { type ByteSource, toBytes } from "../to_bytes.ts";
import { decodeUtf8 } from "../utf8.ts";
import {
  decodeTunnelControl,
  encodeTunnelControl,
  isTunnelControl,
  type TunnelControl,
  type TunnelOptions,
} from "./control.ts";

/** One WebSocket frame: a string is a text frame, bytes are a binary one. */
export type TunnelFrame = string | Uint8Array;

/** What a frame meant to the agent's end. */
export type AgentTunnelEvent =
  /** Both ends are there; `recorded`: the server keeps a recording. */
  | { readonly type: "joined"; readonly recorded: boolean }
  /** The operator said what the tunnel is for. Comes once. */
  | { readonly type: "started"; readonly protocol: number; readonly options: TunnelOptions }
  /** A control message that the machine does not answer itself. */
  | { readonly type: "control"; readonly control: TunnelControl }
  /** Of the protocol. */
  | { readonly type: "data"; readonly frame: TunnelFrame };

/** What {@linkcode AgentTunnel.receive} and its viewer's counterpart give back. */
export interface TunnelStep<Event> {
  /** To send, in this order. */
  readonly send: readonly TunnelFrame[];
  /** What happened, in this order. */
  readonly events: readonly Event[];
}

const NO_OPTIONS: TunnelOptions = { type: "options" };

/** The protocol number, as the native agent's `parseInt` reads it, but nothing after its digits. */
const PROTOCOL_NUMBER = /^\d{1,5}$/;

/**
 * The agent's end of a tunnel from its first frame: `c` (or `cr` when the server records), options
 * and other control messages if there are any, the protocol number, then data. Until the protocol
 * has started, text and binary frames mean the same: pylibmeshctrl sends the number as bytes.
 * Answers rtt and ping itself. Sans-I/O.
 */
export class AgentTunnel {
  #stage: "waiting" | "joined" | "started" = "waiting";
  #options: TunnelOptions = NO_OPTIONS;

  /** `waiting` – for the other end; `joined` – it is there; `started` – data flows. */
  get stage(): "waiting" | "joined" | "started" {
    return this.#stage;
  }

  /**
   * Takes one frame. A control message that is malformed, or of a type that is not known here, is
   * passed over, as the native agent does.
   *
   * @throws {ProtocolError} `unexpected-message` for data before the protocol number, `bad-text` for
   * bytes before it that are not UTF-8.
   */
  receive(source: string | ByteSource): TunnelStep<AgentTunnelEvent> {
    const frame = typeof source === "string" ? source : toBytes(source, "frame");
    if (this.#stage !== "started") return this.#begin(tunnelText(frame));
    const control = typeof frame === "string" ? readControl(frame) : undefined;
    return control === undefined ? step([{ type: "data", frame }]) : this.#control(control);
  }

  #begin(text: string): TunnelStep<AgentTunnelEvent> {
    if (this.#stage === "waiting") {
      this.#stage = "joined";
      return step([{ type: "joined", recorded: isRecorded(text) }]);
    }
    // Any JSON may come before the number.
    if (text.startsWith("{")) return this.#control(readControl(text) ?? null);
    if (!PROTOCOL_NUMBER.test(text)) {
      throw new ProtocolError("unexpected-message", "data before the protocol number");
    }
    this.#stage = "started";
    return step([{ type: "started", protocol: Number(text), options: this.#options }]);
  }

  #control(control: TunnelControl | null): TunnelStep<AgentTunnelEvent> {
    if (control === null) return step();
    switch (control.type) {
      case "pong":
        return step();
      case "rtt":
        return step([], [encodeTunnelControl(control)]);
      case "ping":
        return step([], [encodeTunnelControl({ type: "pong" })]);
      case "options":
        if (this.#stage === "joined") this.#options = control;
        return step();
      default:
        return step([{ type: "control", control }]);
    }
  }
}

/**
 * The text of a frame from before the start of a tunnel's protocol.
 *
 * @throws {ProtocolError} `bad-text`.
 */
export function tunnelText(frame: TunnelFrame): string {
  return typeof frame === "string" ? frame : decodeUtf8(frame, "start of the tunnel");
}

/**
 * Whether the server records the tunnel, by its first frame.
 *
 * @throws {ProtocolError} `unexpected-message` when that is neither `c` nor `cr`.
 */
export function isRecorded(text: string): boolean {
  if (text === "c" || text === "cr") return text === "cr";
  throw new ProtocolError("unexpected-message", "a tunnel begins with c");
}

/** Undefined for data; null for a control message that is malformed or of an unknown type. */
function readControl(text: string): TunnelControl | null | undefined {
  try {
    return decodeTunnelControl(text) ?? (isTunnelControl(text) ? null : undefined);
  } catch {
    return null;
  }
}

function step(
  events: readonly AgentTunnelEvent[] = [],
  send: readonly TunnelFrame[] = [],
): TunnelStep<AgentTunnelEvent> {
  return { send, events };
}
