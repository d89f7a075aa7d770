import {
  decodeDesktop,
  decodeMessage,
  decodeTunnelControl,
  type Message,
  type Sender,
} from "../protocol/mod.ts";
import { Command } from "../protocol/mod.ts";

/** A participant: who holds an end of a connection. */
export type Lane = "agent" | "relay" | "server";

/** Which connection a frame belongs to. */
export type Channel = "agent.ashx" | "meshrelay.ashx";

/** One frame that went by. */
export interface FrameRecord {
  /** From 1. */
  readonly number: number;
  /** Milliseconds since the page began. */
  readonly time: number;
  readonly from: Lane;
  readonly to: Lane;
  readonly channel: Channel;
  /** As the sender sent it. */
  readonly data: Uint8Array | string;
  /** What a break-it switch did to it. */
  readonly harm?: "lost" | "changed";
}

/** The groups that a reader may filter by. */
export type FrameKind = "handshake" | "json" | "tunnel" | "input" | "tiles";

/** What a frame is called, and its group. */
export interface FrameName {
  readonly kind: FrameKind;
  readonly title: string;
}

const COMMAND_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(Command).map(([name, number]) => [number, name]),
);

/** Upper-case, with underscores, as MeshCentral's own sources have them. */
export function commandName(command: number): string {
  const name = COMMAND_NAMES.get(command) ?? String(command);
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** Names a frame by decoding it with the public codec. */
export function nameFrame(record: Pick<FrameRecord, "channel" | "from" | "data">): FrameName {
  try {
    return record.channel === "agent.ashx" ? nameMessage(record) : nameTunnelFrame(record);
  } catch (error) {
    return { kind: "tunnel", title: `undecodable: ${(error as Error).message}` };
  }
}

function nameMessage({ data, from }: Pick<FrameRecord, "from" | "data">): FrameName {
  const message: Message = decodeMessage(data, from as Sender);
  if (message.command !== "json") {
    return { kind: "handshake", title: `${commandName(message.command)} (${message.command})` };
  }
  const { action, type } = message.value;
  const names = [action, type].filter((name) => typeof name === "string");
  return { kind: "json", title: `JSON ${names.join("/")}` };
}

function nameTunnelFrame({ data, from }: Pick<FrameRecord, "from" | "data">): FrameName {
  if (typeof data === "string") {
    if (from === "relay") return { kind: "tunnel", title: "both ends are there: “c”" };
    const control = decodeTunnelControl(data);
    if (control !== undefined) return { kind: "tunnel", title: `control ${control.type}` };
    return { kind: "tunnel", title: `protocol ${data}` };
  }
  const messages = from === "agent"
    ? decodeDesktop(data, "agent")
    : decodeDesktop(data, "operator");
  const [first] = messages;
  const title = messages.map((message) => message.type).join(" + ");
  if (first?.type === "tile") {
    return { kind: "tiles", title: `tile at ${first.x}, ${first.y}` };
  }
  return { kind: "input", title: `desktop ${title}` };
}
