import { ByteReader } from "../protocol/byte_reader.ts";
import { FIELD_KINDS } from "../protocol/field_kind.ts";
import { type Layout, LAYOUTS } from "../protocol/layout.ts";
import { DesktopCommand } from "../protocol/tunnel/desktop_message.ts";
import { decodeFilesFrame } from "../protocol/tunnel/files_frame.ts";
import { commandName, type FrameRecord } from "./frame_record.ts";
import { DESKTOP_FIELDS, type DesktopField } from "./desktop_fields.ts";

/** One field of a frame. */
export interface DissectedField {
  readonly name: string;
  /** First byte, from 0. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
  readonly value: string;
  /** Why it is there, and how it is written. */
  readonly rule: string;
}

/** How each kind of field is written. */
export const RULES: Readonly<Record<keyof typeof FIELD_KINDS, string>> = {
  u16: "unsigned 16 bits, big-endian",
  zero: "reserved: 16 bits, always 0",
  u32: "unsigned 32 bits, big-endian",
  hash: "48 bytes: the length of a SHA-384",
  bytes: "bytes to the end of the message",
  bytes16: "16 bits of length, then as many bytes",
  text: "UTF-8 to the end of the message",
  text16: "16 bits of length, then UTF-8",
};

/** What single fields mean, where their kind does not say it. */
export const MEANINGS: Readonly<Record<string, string>> = {
  serverHash: "SHA-384 of the TLS certificate that the agent expects; the server echoes it",
  nonce: "random, so that a signature fits this connection only",
  certificate: "X.509, self-signed: its key is who the sender is",
  signature: "RSASSA-PKCS1-v1_5, SHA-384, over serverHash and both nonces (the other side's first)",
  infoVersion: "version of this layout",
  agentId: "kind of agent; 17 is ChromeOS, for which a server pushes no binary",
  platformType: "icon of the device",
  meshId: "device group to join: the secret that lets a device in, sent after the server's proof",
  capabilities: "1 desktop, 2 terminal, 4 files, 8 console, 16 core, 32 temporary",
  hash: "of the core or the binary",
};

/** A frame field by field, read with the very tables that encode and decode it. */
export function dissect(record: Pick<FrameRecord, "channel" | "from" | "data">): DissectedField[] {
  const { channel, data, from } = record;
  if (typeof data === "string") {
    return [{
      name: "text",
      offset: 0,
      length: utf8Length(data),
      value: data,
      rule: textRule(data),
    }];
  }
  try {
    if (channel === "meshrelay.ashx") return desktop(data, from === "agent");
    return data[0] === 0x7b ? json(data) : message(data);
  } catch (error) {
    return [{
      name: "unreadable",
      offset: 0,
      length: data.length,
      value: (error as Error).message,
      rule: "the codec refuses it",
    }];
  }
}

function message(data: Uint8Array): DissectedField[] {
  const reader = new ByteReader(data);
  const command = FIELD_KINDS.u16.read(reader, "command");
  const fields: DissectedField[] = [{
    name: "command",
    offset: 0,
    length: 2,
    value: `${command} ${commandName(command)}`,
    rule: "every binary message begins with its number: unsigned 16 bits, big-endian",
  }];
  const layout = (LAYOUTS as Readonly<Record<number, Layout>>)[command];
  for (const [name, kind, optional] of layout?.fields ?? []) {
    if (optional && reader.remaining === 0) break;
    const { offset } = reader;
    const value: unknown = FIELD_KINDS[kind].read(reader, name);
    const meaning = MEANINGS[name];
    fields.push({
      name,
      offset,
      length: reader.offset - offset,
      value: show(value),
      rule: meaning === undefined ? RULES[kind] : `${RULES[kind]} – ${meaning}`,
    });
  }
  return fields;
}

function json(data: Uint8Array): DissectedField[] {
  // Refuses what is nested too deeply to be shown.
  const frame = decodeFilesFrame(data);
  return [{
    name: "JSON",
    offset: 0,
    length: data.length,
    value: JSON.stringify(frame.type === "json" ? frame.value : null, null, 2),
    rule: "a frame whose first byte is { is JSON; a server sends its own in binary frames",
  }];
}

function desktop(data: Uint8Array, fromAgent: boolean): DissectedField[] {
  const reader = new ByteReader(data);
  const fields: DissectedField[] = [];
  const add = (name: string, width: number, rule: string, names?: (value: number) => string) => {
    const { offset } = reader;
    const value = width === 1 ? reader.raw(1, name)[0] ?? 0 : reader.unsigned(width as 2 | 4, name);
    fields.push({
      name,
      offset,
      length: width,
      value: names === undefined ? String(value) : `${value} ${names(value)}`,
      rule,
    });
    return value;
  };
  while (reader.remaining > 0) {
    let command = add("command", 2, "number of the desktop command, big-endian", desktopName);
    let size = add("size", 2, "of the whole command, these 4 bytes included");
    if (command === DesktopCommand.Jumbo && size === 8) {
      size = add("inner size", 4, "a jumbo wraps what does not fit into 16 bits of size");
      command = add("inner command", 2, "what it wraps", desktopName);
      add("reserved", 2, "always 0");
    }
    const end = reader.offset + size - 4;
    for (const { name, width, rule } of fieldsOf(command, fromAgent)) {
      if (reader.offset + (width === "rest" ? 0 : width) > end) break;
      if (width !== "rest") add(name, width, rule);
      else {
        const { offset } = reader;
        const value = reader.raw(end - offset, name);
        fields.push({ name, offset, length: value.length, value: show(value), rule });
      }
    }
    if (reader.offset < end) {
      const { offset } = reader;
      const value = reader.raw(end - offset, "payload");
      fields.push({ name: "payload", offset, length: value.length, value: show(value), rule: "" });
    }
  }
  return fields;
}

function fieldsOf(command: number, fromAgent: boolean): readonly DesktopField[] {
  return DESKTOP_FIELDS[`${fromAgent ? "agent" : "operator"} ${command}`] ?? [];
}

function desktopName(command: number): string {
  return Object.entries(DesktopCommand).find(([, number]) => number === command)?.[0] ?? "";
}

function textRule(text: string): string {
  if (text === "c" || text === "cr") return "the relay’s only word: the other end is there, begin";
  if (/^\d+$/.test(text)) return "the first text that is not JSON is the protocol: 2 is desktop";
  if (text.includes("ctrlChannel")) {
    return "JSON with ctrlChannel 102938 is about the tunnel itself";
  }
  return "an agent sends JSON in text frames: a server reads binary ones as Latin-1";
}

function show(value: unknown): string {
  if (!(value instanceof Uint8Array)) return value === undefined ? "0" : String(value);
  const hex = [...value.subarray(0, 48)].map((octet) => octet.toString(16).padStart(2, "0"));
  return `${hex.join("")}${value.length > 48 ? `… ${value.length} bytes` : ""}`;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
