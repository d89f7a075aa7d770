import { ByteReader } from "./byte_reader.ts";
import { ProtocolError } from "./errors.ts";
import { FIELD_KINDS } from "./field_kind.ts";
import { type Layout, LAYOUTS } from "./layout.ts";
import type { JsonObject, Message, Sender } from "./message.ts";
import { parseJson } from "./parse_json.ts";
import { type ByteSource, toBytes } from "./to_bytes.ts";
import { decodeUtf8 } from "./utf8.ts";

const OPENING_BRACE = 0x7b;

/**
 * The message in one WebSocket frame: bytes of a binary frame, or the string of a text frame
 * (JSON). Byte fields of the result are views into `frame`, not copies.
 *
 * @param from Who sent it: each side has commands of its own.
 * @throws {ProtocolError} for every frame that is no message; never anything else.
 *
 * @example
 * ```ts
 * import { Command, decodeMessage } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(decodeMessage(new Uint8Array([0, 4]), "server"), {
 *   command: Command.AuthConfirm,
 * });
 * assert.deepEqual(decodeMessage('{"action":"ping"}', "server"), {
 *   command: "json",
 *   value: { action: "ping" },
 * });
 * ```
 */
export function decodeMessage(frame: ByteSource | string, from: Sender): Message {
  if (typeof frame === "string") return { command: "json", value: parseObject(frame) };
  const bytes = toBytes(frame, "frame");
  if (bytes[0] === OPENING_BRACE) return decodeMessage(decodeUtf8(bytes, "JSON"), from);
  const reader = new ByteReader(bytes);
  const command = FIELD_KINDS.u16.read(reader, "command");
  const layout = (LAYOUTS as Readonly<Record<number, Layout>>)[command];
  if (layout === undefined || (layout.from !== "both" && layout.from !== from)) {
    throw new ProtocolError("unknown-command", `no ${from} sends a command ${command}`);
  }
  return { command, ...decodeFields(reader, layout) } as unknown as Message;
}

function decodeFields(reader: ByteReader, layout: Layout): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, kind, optional] of layout.fields) {
    if (optional && reader.remaining === 0) break;
    const value = FIELD_KINDS[kind].read(reader, name);
    if (value !== undefined) values[name] = value;
  }
  const { offset, remaining } = reader;
  if (remaining === 0) return values;
  throw new ProtocolError("trailing-bytes", `${remaining} bytes too many`, { offset });
}

function parseObject(text: string): JsonObject {
  const value = parseJson(text);
  if (typeof value === "object" && !Array.isArray(value) && value) return value as JsonObject;
  throw new ProtocolError("bad-json", "not a JSON object, or nested too deeply");
}
