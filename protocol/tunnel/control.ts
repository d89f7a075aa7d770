import { ProtocolError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../message.ts";
import { parseJsonObject } from "./json_object.ts";

/** `options`, before the protocol number: how the operator wants it. All are optional. */
export interface TunnelOptions {
  /** `"options"` */
  readonly type: "options";
  /** Consent flags, added to those of the request. */
  readonly consent?: number;
  /** Columns of the terminal; meshctrl without a terminal says 0. */
  readonly cols?: number;
  /** Rows of the terminal. */
  readonly rows?: number;
  /** The other end is an xterm. */
  readonly xterm?: boolean;
  /** A login prompt instead of a shell. */
  readonly requireLogin?: boolean;
  /** The protocol number that follows. */
  readonly protocol?: number;
  /** The file of a single download (protocol 10); it may lack its leading slash. */
  readonly file?: string;
}

/** The overlay text of a viewer; its UI translates by `msgid`, or else shows `msg`. */
export interface TunnelConsole {
  /** `"console"` */
  readonly type: "console";
  /** The text; null takes it away. */
  readonly msg: string | null;
  /** 0 none, 1 waiting for consent, 2 denied, 3 terminal failed, 4 timeout, 5 bad data, 6 no capture. */
  readonly msgid: number;
  /** What goes into the text's `{0}`, `{1}`. */
  readonly msgargs?: readonly string[];
  /** Seconds until it goes away by itself. */
  readonly timeout?: number;
}

/** A message of one end of a tunnel to the other about the tunnel itself. */
export type TunnelControl =
  | TunnelOptions
  | TunnelConsole
  /** Echoed by the agent: the operator's latency display. */
  | { readonly type: "rtt"; readonly time: number }
  | { readonly type: "ping" | "pong" | "close" | "lock" }
  /** How many sessions each user has on this desktop. */
  | { readonly type: "metadata"; readonly users: Readonly<Record<string, number>> }
  | { readonly type: "termsize"; readonly cols: number; readonly rows: number }
  | { readonly type: "autolock"; readonly value: boolean }
  | { readonly type: "offer" | "answer"; readonly sdp: string }
  | { readonly type: "webrtc0" | "webrtc1" | "webrtc2" };

/** The mark of a control message, as text; operators also send it as a number. */
const CONTROL_CHANNEL = "102938";

type Kind = "number" | "string" | "boolean" | "text or null" | "strings" | "counts";

/** The fields of each type; a `?` marks those that may be missing. */
const FIELDS: Readonly<Record<TunnelControl["type"], Readonly<Record<string, Kind>>>> = {
  options: {
    "consent?": "number",
    "cols?": "number",
    "rows?": "number",
    "xterm?": "boolean",
    "requireLogin?": "boolean",
    "protocol?": "number",
    "file?": "string",
  },
  console: { msg: "text or null", msgid: "number", "msgargs?": "strings", "timeout?": "number" },
  rtt: { time: "number" },
  ping: {},
  pong: {},
  close: {},
  lock: {},
  metadata: { users: "counts" },
  termsize: { cols: "number", rows: "number" },
  autolock: { value: "boolean" },
  offer: { sdp: "string" },
  answer: { sdp: "string" },
  webrtc0: {},
  webrtc1: {},
  webrtc2: {},
};

const CHECKS: Readonly<Record<Kind, (value: JsonValue) => boolean>> = {
  // JSON can say 1e400, which is read as Infinity, and written as null.
  number: Number.isFinite,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  "text or null": (value) => value === null || typeof value === "string",
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  counts: (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.values(value).every(Number.isFinite),
};

/**
 * The text frame of a control message. It begins `{"ctrlChannel":"102938","type":"`, by which
 * meshctrl tells it from terminal output.
 */
export function encodeTunnelControl(control: TunnelControl): string {
  return JSON.stringify({ ctrlChannel: CONTROL_CHANNEL, ...control });
}

/**
 * Reads a text frame. Undefined when it is something else (a protocol number, a file command) or a
 * control message of a type that is not known here.
 *
 * Options and WebRTC offers of the web UI lack the mark and are known by their type. An optional
 * field of the wrong type counts as absent: clients in other languages send `null` for it.
 *
 * @throws {ProtocolError} `bad-field` when a required field is missing or has the wrong type.
 *
 * @example
 * ```ts
 * import { decodeTunnelControl } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const text = '{"ctrlChannel":102938,"type":"rtt","time":5}';
 * assert.deepEqual(decodeTunnelControl(text), { type: "rtt", time: 5 });
 * assert.equal(decodeTunnelControl("2"), undefined);
 * ```
 */
export function decodeTunnelControl(text: string): TunnelControl | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { type } = value;
  if (typeof type !== "string" || !Object.hasOwn(FIELDS, type)) return undefined;
  const unmarked = type === "options" || type === "offer";
  if (!unmarked && !isMarked(value)) return undefined;
  return { type, ...read(value, FIELDS[type as TunnelControl["type"]]) } as TunnelControl;
}

/** Whether a text frame has the mark of a control message, of whatever type. */
export function isTunnelControl(text: string): boolean {
  const value = parseJsonObject(text);
  return value !== undefined && isMarked(value);
}

function isMarked({ ctrlChannel }: JsonObject): boolean {
  return ctrlChannel === CONTROL_CHANNEL || ctrlChannel === Number(CONTROL_CHANNEL);
}

function read(value: JsonObject, fields: Readonly<Record<string, Kind>>): JsonObject {
  const found: Record<string, JsonValue> = {};
  for (const [entry, kind] of Object.entries(fields)) {
    const name = entry.replace("?", "");
    const field = value[name];
    if (field !== undefined && CHECKS[kind](field)) found[name] = field;
    else if (name === entry) {
      throw new ProtocolError("bad-field", `${value.type}: ${name} is missing or not a ${kind}`);
    }
  }
  return found;
}
