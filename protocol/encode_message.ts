import { ByteWriter } from "./byte_writer.ts";
import { Command } from "./command.ts";
import { ProtocolError } from "./errors.ts";
import type { AuthInfoMessage, JsonObject, Message } from "./message.ts";
import { HASH_LENGTH, NONCE_LENGTH } from "./sizes.ts";
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
export function encodeMessage(message: Message): Uint8Array {
  switch (message.command) {
    case Command.AuthRequest:
      return command(message.command, HASH_LENGTH + NONCE_LENGTH)
        .raw(exactly(message.serverHash, HASH_LENGTH, "serverHash"))
        .raw(exactly(message.nonce, NONCE_LENGTH, "nonce")).bytes;
    case Command.AuthVerify:
      return command(message.command, 2 + message.certificate.length + message.signature.length)
        .u16(fits16(message.certificate.length, "certificate length"))
        .raw(message.certificate).raw(message.signature).bytes;
    case Command.AuthInfo:
      return encodeAuthInfo(message);
    case Command.AuthConfirm:
      return command(message.command, 0).bytes;
    case Command.ServerId:
      return command(message.command, message.serverId.length)
        .raw(serverIdLength(message.serverId)).bytes;
    case Command.CoreModule: {
      if (message.core === undefined) return command(message.command, 2).u16(0).bytes;
      const { hash, code } = message.core;
      return command(message.command, 2 + HASH_LENGTH + code.length).u16(0)
        .raw(exactly(hash, HASH_LENGTH, "hash")).raw(code).bytes;
    }
    case Command.CoreHash:
    case Command.AgentHash:
    case Command.AgentUpdate:
      if (message.hash === undefined) return command(message.command, 2).u16(0).bytes;
      return command(message.command, 2 + HASH_LENGTH).u16(0)
        .raw(exactly(message.hash, HASH_LENGTH, "hash")).bytes;
    case Command.AgentUpdateBlock:
      return command(message.command, 2 + message.data.length)
        .u16(fits16(message.status, "status")).raw(message.data).bytes;
    case Command.AgentTag:
    case Command.AgentCommitDate:
    case Command.AgentOs: {
      const text = encodeUtf8(message.text);
      return command(message.command, text.length).raw(text).bytes;
    }
    case Command.CoreOk:
      return command(message.command, 2).u16(0).bytes;
    case "json":
      return encodeUtf8(encodeJson(message.value));
  }
}

/**
 * A JSON message as the text of a WebSocket text frame: the form in which a server keeps every
 * character.
 */
export function encodeJson(value: JsonObject): string {
  return JSON.stringify(value);
}

function encodeAuthInfo(message: AuthInfoMessage): Uint8Array {
  const name = encodeUtf8(message.name);
  return command(Command.AuthInfo, 16 + HASH_LENGTH + 6 + name.length)
    .u32(fits32(message.infoVersion, "infoVersion"))
    .u32(fits32(message.agentId, "agentId"))
    .u32(fits32(message.agentVersion, "agentVersion"))
    .u32(fits32(message.platformType, "platformType"))
    .raw(exactly(message.meshId, HASH_LENGTH, "meshId"))
    .u32(fits32(message.capabilities, "capabilities"))
    .u16(fits16(name.length, "name length"))
    .raw(name).bytes;
}

function command(number: number, bodyLength: number): ByteWriter {
  return new ByteWriter(2 + bodyLength).u16(number);
}

function exactly(bytes: Uint8Array, length: number, field: string): Uint8Array {
  if (bytes.length === length) return bytes;
  throw new ProtocolError("bad-field", `${field} has ${bytes.length} bytes, not ${length}`);
}

function serverIdLength(serverId: Uint8Array): Uint8Array {
  return serverId.length === 32 ? serverId : exactly(serverId, HASH_LENGTH, "serverId");
}

function fits16(value: number, field: string): number {
  return fits(value, 0xffff, field);
}

function fits32(value: number, field: string): number {
  return fits(value, 0xffffffff, field);
}

function fits(value: number, max: number, field: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new ProtocolError("bad-field", `${field} is ${value}, not an integer from 0 to ${max}`);
}
