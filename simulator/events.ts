import type { HoldReason, JsonObject, Sender, TunnelFrame } from "../protocol/mod.ts";
import type { SimulatedDevice } from "./device.ts";
import type { RelaySender, RelaySide } from "./relay.ts";

/**
 * `added` – first seen, followed by `online`; `online` and `offline` – its agent came or went;
 * `renamed`; `changed` – anything else in the record; `removed` – a temporary device disconnected.
 */
export type DeviceChange = "added" | "online" | "offline" | "renamed" | "changed" | "removed";

/** The event `devicechange`. */
export class DeviceChangeEvent extends Event {
  /** What happened. */
  readonly change: DeviceChange;
  /** The device after it, or, when it was removed, before. */
  readonly device: SimulatedDevice;

  /** A `devicechange`. */
  constructor(change: DeviceChange, device: SimulatedDevice) {
    super("devicechange");
    this.change = change;
    this.device = device;
  }
}

/** The event `held`: an agent was refused. It stays connected, and hears nothing. */
export class HeldEvent extends Event {
  /** Why. */
  readonly reason: HoldReason;
  /** Number of the connection, from 1. */
  readonly connection: number;
  /** Where it comes from: an IP address, or `"memory"`. */
  readonly address: string;

  /** A `held`. */
  constructor(reason: HoldReason, connection: number, address: string) {
    super("held");
    this.reason = reason;
    this.connection = connection;
    this.address = address;
  }
}

/** The event `frame`: one went over a connection, in either direction. */
export class FrameEvent extends Event {
  /** Who sent it; `decodeMessage(data, from)` reads it. */
  readonly from: Sender;
  /** Bytes of a binary frame, text of a text frame. */
  readonly data: Uint8Array | string;
  /** Number of the connection, from 1. */
  readonly connection: number;
  /** Whose connection it is, once that is known. */
  readonly nodeId: string | undefined;

  /** A `frame`. */
  constructor(
    from: Sender,
    data: Uint8Array | string,
    connection: number,
    nodeId: string | undefined,
  ) {
    super("frame");
    this.from = from;
    this.data = data;
    this.connection = connection;
    this.nodeId = nodeId;
  }
}

/** The event `message`: an enrolled agent sent JSON, of whatever action. */
export class AgentMessageEvent extends Event {
  /** Who sent it. */
  readonly nodeId: string;
  /** What it says. */
  readonly message: JsonObject;

  /** A `message`. */
  constructor(nodeId: string, message: JsonObject) {
    super("message");
    this.nodeId = nodeId;
    this.message = message;
  }
}

/** The event `relayframe`: one went through a tunnel. */
export class RelayFrameEvent extends Event {
  /** Which tunnel: the `id` of both ends. */
  readonly tunnel: string;
  /** Who sent it; `"relay"` for the `c` that starts a tunnel. */
  readonly from: RelaySender;
  /** Whom it goes to. */
  readonly to: RelaySide;
  /** Bytes of a binary frame, text of a text frame. */
  readonly data: TunnelFrame;

  /** A `relayframe`. */
  constructor(tunnel: string, from: RelaySender, to: RelaySide, data: TunnelFrame) {
    super("relayframe");
    this.tunnel = tunnel;
    this.from = from;
    this.to = to;
    this.data = data;
  }
}

/** The events of a `MeshSimulator`. */
export interface SimulatorEventMap {
  /** A device came, went or changed. */
  devicechange: DeviceChangeEvent;
  /** An agent was refused. */
  held: HeldEvent;
  /** A frame went by. */
  frame: FrameEvent;
  /** An enrolled agent sent JSON. */
  message: AgentMessageEvent;
  /** A frame went through a tunnel. */
  relayframe: RelayFrameEvent;
}
