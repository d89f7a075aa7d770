import { ByteWriter } from "./byte_writer.ts";
import { FIELD_KINDS } from "./field_kind.ts";
import { LAYOUTS } from "./layout.ts";
import type { JsonObject, Message } from "./message.ts";
import type { Encodable } from "./to_bytes.ts";
import { encodeUtf8 } from "./utf8.ts";

/**
 * The bytes of one message: one WebSocket frame. Layouts stand with each message type.
 *
 * JSON messages become UTF-8; an agent should send them with {@linkcode encodeJson} as a text
 * frame instead, since a server reads binary JSON as Latin-1.
 *
 * @throws {ProtocolError} `bad-field` when a field has the wrong length or does not fit.
 *
 * @example
 * ```ts
 * import { Command, encodeMessage } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(encodeMessage({ command: Command.AuthConfirm }), new Uint8Array([0, 4]));
 * assert.deepEqual(encodeMessage({ command: Command.CoreHash }), new Uint8Array([0, 11, 0, 0]));
 * ```
 */
export function encodeMessage(message: Encodable<Message>): Uint8Array {
  if (message.command === "json") return encodeUtf8(encodeJson(message.value));
  const values = message as unknown as Readonly<Record<string, unknown>>;
  const writer = new ByteWriter();
  FIELD_KINDS.u16.write(writer, message.command, "command");
  for (const [name, kind, optional] of LAYOUTS[message.command].fields) {
    if (optional && values[name] === undefined) break;
    FIELD_KINDS[kind].write(writer, values[name] as never, name);
  }
  return writer.written;
}

/**
 * A JSON message as the text of a WebSocket text frame: the form in which a server keeps every
 * character.
 */
export function encodeJson(value: JsonObject): string {
  return JSON.stringify(value);
}
