import { ByteWriter } from "../byte_writer.ts";
import { type Encodable, toBytes } from "../to_bytes.ts";
import { type FieldValues, INPUTS, OUTPUTS, writeFields } from "./desktop_layout.ts";
import { DesktopCommand, type DesktopMessage } from "./desktop_message.ts";

/** A payload longer than this goes into a jumbo, as the native agent does it. */
const JUMBO_ABOVE = 65_500;

/**
 * The bytes of one desktop message: one frame of the tunnel. Layout: u16 command, u16 size of all,
 * payload; or a jumbo: u16 27, u16 8, u32 size of what follows, u16 command, u16 0, payload.
 *
 * @throws {ProtocolError} `bad-field` when a number does not fit.
 *
 * @example
 * ```ts
 * import { encodeDesktop } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const frame = encodeDesktop({ type: "screenSize", width: 640, height: 480 });
 * assert.deepEqual(frame, new Uint8Array([0, 7, 0, 8, 2, 128, 1, 224]));
 * ```
 */
export function encodeDesktop(message: Encodable<DesktopMessage>): Uint8Array<ArrayBuffer> {
  const [command, data] = payloadOf(message);
  const frame = new ByteWriter();
  if (data.length > JUMBO_ABOVE) {
    frame.unsigned(DesktopCommand.Jumbo, 2, "command");
    frame.unsigned(8, 2, "size");
    frame.unsigned(data.length + 4, 4, "inner size");
    frame.unsigned(command, 2, "inner command");
    frame.unsigned(0, 2, "reserved");
  } else {
    frame.unsigned(command, 2, "command");
    frame.unsigned(data.length + 4, 2, "size");
  }
  frame.raw(data);
  return frame.written as Uint8Array<ArrayBuffer>;
}

function payloadOf(message: Encodable<DesktopMessage>): [command: number, payload: Uint8Array] {
  if (message.type === "unknown") return [message.command, toBytes(message.payload, "payload")];
  const [command, fields] = { ...INPUTS, ...OUTPUTS }[message.type];
  const writer = new ByteWriter();
  writeFields(writer, fields, message as unknown as FieldValues);
  return [command, writer.written];
}
