import { ByteReader } from "./byte_reader.ts";
import { Command } from "./command.ts";
import { ProtocolError } from "./errors.ts";
import type { AuthInfoMessage, JsonObject, Message, Sender } from "./message.ts";
import { HASH_LENGTH, NONCE_LENGTH } from "./sizes.ts";
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
export function decodeMessage(frame: Uint8Array | string, from: Sender): Message {
  if (typeof frame === "string") return { command: "json", value: parseObject(frame) };
  if (frame[0] === OPENING_BRACE) {
    return { command: "json", value: parseObject(decodeUtf8(frame, "JSON message")) };
  }
  const reader = new ByteReader(frame);
  const message = decodeCommand(reader.u16("command"), reader, from);
  reader.end();
  return message;
}

function decodeCommand(command: number, reader: ByteReader, from: Sender): Message {
  const sent = from === "agent" ? AGENT_SENDS : SERVER_SENDS;
  if (!sent.has(command)) {
    throw new ProtocolError("unknown-command", `no ${from} sends a command ${command}`, {
      offset: 0,
    });
  }
  switch (command) {
    case Command.AuthRequest:
      return {
        command,
        serverHash: reader.raw(HASH_LENGTH, "serverHash"),
        nonce: reader.raw(NONCE_LENGTH, "nonce"),
      };
    case Command.AuthVerify:
      return {
        command,
        certificate: reader.raw(reader.u16("certificate length"), "certificate"),
        signature: reader.rest(),
      };
    case Command.AuthInfo:
      return decodeAuthInfo(reader);
    case Command.AuthConfirm:
      return { command };
    case Command.ServerId:
      return { command, serverId: reader.raw(reader.remaining === 32 ? 32 : 48, "serverId") };
    case Command.CoreModule:
      reservedZero(reader);
      if (reader.remaining === 0) return { command };
      return { command, core: { hash: reader.raw(HASH_LENGTH, "hash"), code: reader.rest() } };
    case Command.CoreHash:
    case Command.AgentHash:
    case Command.AgentUpdate:
      reservedZero(reader);
      return reader.remaining === 0
        ? { command }
        : { command, hash: reader.raw(HASH_LENGTH, "hash") };
    case Command.AgentUpdateBlock:
      return { command, status: reader.u16("status"), data: reader.rest() };
    case Command.AgentTag:
    case Command.AgentCommitDate:
    case Command.AgentOs:
      return { command, text: decodeUtf8(withoutNuls(reader.rest()), "text") };
    default:
      reservedZero(reader);
      return { command: Command.CoreOk };
  }
}

function decodeAuthInfo(reader: ByteReader): AuthInfoMessage {
  return {
    command: Command.AuthInfo,
    infoVersion: reader.u32("infoVersion"),
    agentId: reader.u32("agentId"),
    agentVersion: reader.u32("agentVersion"),
    platformType: reader.u32("platformType"),
    meshId: reader.raw(HASH_LENGTH, "meshId"),
    capabilities: reader.u32("capabilities"),
    name: reader.remaining === 0
      ? ""
      : decodeUtf8(reader.raw(reader.u16("name length"), "name"), "name"),
  };
}

const BOTH_SEND: readonly number[] = [
  Command.AuthRequest,
  Command.AuthVerify,
  Command.AuthConfirm,
  Command.CoreHash,
  Command.AgentHash,
  Command.AgentUpdateBlock,
];
const AGENT_SENDS: ReadonlySet<number> = new Set([
  ...BOTH_SEND,
  Command.AuthInfo,
  Command.ServerId,
  Command.AgentTag,
  Command.AgentCommitDate,
  Command.AgentOs,
]);
const SERVER_SENDS: ReadonlySet<number> = new Set([
  ...BOTH_SEND,
  Command.CoreModule,
  Command.AgentUpdate,
  Command.CoreOk,
]);

function reservedZero(reader: ByteReader): void {
  const value = reader.u16("reserved");
  if (value !== 0) {
    throw new ProtocolError("bad-field", `reserved is ${value}, not 0`, { offset: 2 });
  }
}

function withoutNuls(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError("bad-json", "a JSON message does not parse", { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw new ProtocolError("bad-json", "a JSON message is not an object");
}
