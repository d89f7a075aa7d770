import { ProtocolError } from "../errors.ts";
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

/**
 * The agent's end of a tunnel from its first frame: `c` (or `cr` when the server records), maybe
 * options and other control messages, then the protocol number as text, then data. Answers rtt and
 * ping itself. Sans-I/O.
 */
export class AgentTunnel {
  #stage: "waiting" | "joined" | "started" = "waiting";
  #options: TunnelOptions = NO_OPTIONS;

  /** `waiting` – for the other end; `joined` – it is there; `started` – data flows. */
  get stage(): "waiting" | "joined" | "started" {
    return this.#stage;
  }

  /**
   * Takes one frame.
   *
   * @throws {ProtocolError} `unexpected-message` for data before the protocol number, and what
   * `decodeTunnelControl` throws.
   */
  receive(frame: TunnelFrame): TunnelStep<AgentTunnelEvent> {
    if (this.#stage === "waiting") return this.#join(frame);
    if (typeof frame === "string") {
      const control = decodeTunnelControl(frame);
      if (control !== undefined) return this.#control(control);
      // A newer operator may say what is not known here.
      if (isTunnelControl(frame)) return step();
    }
    if (this.#stage === "started") return step([{ type: "data", frame }]);
    return this.#start(frame);
  }

  #join(frame: TunnelFrame): TunnelStep<AgentTunnelEvent> {
    if (frame !== "c" && frame !== "cr") {
      throw new ProtocolError("unexpected-message", "a tunnel begins with c");
    }
    this.#stage = "joined";
    return step([{ type: "joined", recorded: frame === "cr" }]);
  }

  #start(frame: TunnelFrame): TunnelStep<AgentTunnelEvent> {
    if (typeof frame !== "string" || !/^\d{1,5}$/.test(frame)) {
      // Any JSON may come before the number.
      if (typeof frame === "string" && frame.startsWith("{")) return step();
      throw new ProtocolError("unexpected-message", "data before the protocol number");
    }
    this.#stage = "started";
    return step([{ type: "started", protocol: Number(frame), options: this.#options }]);
  }

  #control(control: TunnelControl): TunnelStep<AgentTunnelEvent> {
    switch (control.type) {
      case "rtt":
        return step([], [encodeTunnelControl(control)]);
      case "ping":
        return step([], [encodeTunnelControl({ type: "pong" })]);
      case "pong":
        return step();
      case "options":
        if (this.#stage === "joined") this.#options = control;
        return step();
      default:
        return step([{ type: "control", control }]);
    }
  }
}

function step(
  events: readonly AgentTunnelEvent[] = [],
  send: readonly TunnelFrame[] = [],
): TunnelStep<AgentTunnelEvent> {
  return { send, events };
}
