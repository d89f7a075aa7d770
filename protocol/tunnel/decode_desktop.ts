import { ByteReader } from "../byte_reader.ts";
import { ProtocolError } from "../errors.ts";
import { type ByteSource, toBytes } from "../to_bytes.ts";
import { type DesktopLayout, INPUTS, OUTPUTS, readFields } from "./desktop_layout.ts";
import {
  DesktopCommand,
  type DesktopInput,
  type DesktopMessage,
  type DesktopOutput,
  type UnknownDesktopMessage,
} from "./desktop_message.ts";

/**
 * The messages of one frame: an operator may pack several into one. Views into `frame`, no copies.
 *
 * @param from Who sent it: some commands mean something else in the other direction.
 * @throws {ProtocolError} Never anything else, whatever the bytes.
 *
 * @example
 * ```ts
 * import { decodeDesktop } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * // The web UI's Esc button: down and up in one frame.
 * const frame = new Uint8Array([0, 1, 0, 6, 0, 27, 0, 1, 0, 6, 1, 27]);
 * assert.deepEqual(decodeDesktop(frame, "operator"), [
 *   { type: "key", action: 0, key: 27 },
 *   { type: "key", action: 1, key: 27 },
 * ]);
 * ```
 */
export function decodeDesktop(
  frame: ByteSource,
  from: "operator",
): (DesktopInput | UnknownDesktopMessage)[];
/** The messages of a frame of the agent. */
export function decodeDesktop(
  frame: ByteSource,
  from: "agent",
): (DesktopOutput | UnknownDesktopMessage)[];
/** The messages of one frame of either. */
export function decodeDesktop(frame: ByteSource, from: "operator" | "agent"): DesktopMessage[] {
  const reader = new ByteReader(toBytes(frame, "frame"));
  const messages: DesktopMessage[] = [];
  while (reader.remaining > 0) {
    let command = reader.unsigned(2, "command");
    let size = reader.unsigned(2, "size");
    if (size < 4) throw new ProtocolError("bad-field", `size ${size} is less than its header`);
    if (command === DesktopCommand.Jumbo && size === 8) {
      size = reader.unsigned(4, "inner size");
      if (size < 4) throw new ProtocolError("bad-field", `inner size ${size}`);
      command = reader.unsigned(2, "inner command");
      reader.unsigned(2, "reserved");
    }
    const payload = reader.raw(size - 4, "payload");
    const message = from === "agent"
      ? readOutput(command, payload)
      : readMessage(INPUTS, command, payload);
    messages.push(message ?? { type: "unknown", command, payload });
  }
  return messages;
}

/**
 * Agents send some commands in other lengths, too: the native one on Linux a display's id in one octet.
 * MeshCentral's viewer passes over what it cannot use, and so does ours.
 */
function readOutput(command: number, payload: Uint8Array): DesktopMessage | undefined {
  try {
    return readMessage(OUTPUTS, command, payload);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

function readMessage(
  layouts: Readonly<Record<string, DesktopLayout>>,
  command: number,
  payload: Uint8Array,
): DesktopMessage | undefined {
  const found = Object.entries(layouts).find(([, [number]]) => number === command);
  if (found === undefined) return undefined;
  const [type, [, fields]] = found;
  const reader = new ByteReader(payload);
  const values = readFields(reader, fields);
  if (reader.remaining === 0) return { type, ...values } as unknown as DesktopMessage;
  throw new ProtocolError("trailing-bytes", `${reader.remaining} bytes after ${type}`);
}
