import { parseJson } from "../protocol/parse_json.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";

/** What the frames of a relay carry, text and bytes kept apart. */
export type Frame = string | Uint8Array<ArrayBuffer>;

/** Control messages go among the data as texts that begin so (`agent-redir-ws-0.1.1.js`). */
const CONTROL_CHANNEL = "102938";
const CONTROL_START = /^\{"ctrlChannel":"?102938"?/;

/** A message about a tunnel, beside its data: the agent waits for consent, the size of a window. */
export interface TunnelMessage {
  /** `console` (a text for the operator in `msg`), `options`, `termsize`, `rtt`, … */
  readonly type: string;
  /** Everything else. */
  readonly [field: string]: unknown;
}

/** The control message in a frame; undefined when it is data. */
export function readTunnelMessage(frame: Frame): TunnelMessage | undefined {
  if (typeof frame !== "string" || !CONTROL_START.test(frame)) return undefined;
  const message = parseJson(frame) as TunnelMessage | undefined;
  return typeof message?.type === "string" ? message : undefined;
}

/** The frame that carries a control message. */
export function writeTunnelMessage(message: TunnelMessage): string {
  return JSON.stringify({ ctrlChannel: CONTROL_CHANNEL, ...message });
}

/** What a WebSocket received, as a frame. */
export function readFrame(data: unknown): Frame | undefined {
  if (typeof data === "string") return data;
  return data instanceof ArrayBuffer ? new Uint8Array(data) : undefined;
}

/** Bytes, or for a text its characters: close enough for a limit. */
export function sizeOf(frame: Frame): number {
  return frame.length;
}

/** Resolves when a socket has fewer bytes to send than the limit, or is open no more. */
export async function drained(
  socket: WebSocketLike,
  limit: number,
  wait: (milliseconds: number) => Promise<void>,
): Promise<void> {
  // A WebSocket does not tell when its buffer has become smaller.
  while (socket.readyState === 1 && socket.bufferedAmount > limit) await wait(DRAIN_INTERVAL);
}

/** Milliseconds between looks at `bufferedAmount`. */
const DRAIN_INTERVAL = 5;
