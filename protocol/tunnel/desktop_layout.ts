import type { ByteReader } from "../byte_reader.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { ProtocolError } from "../errors.ts";
import { toBytes } from "../to_bytes.ts";
import { decodeUtf8, encodeUtf8 } from "../utf8.ts";
import { DesktopCommand as Command } from "./desktop_message.ts";
import type { DesktopInput, DesktopOutput } from "./desktop_message.ts";

/**
 * How a field stands in a message: an unsigned number of so many bytes; `reserved`, an octet of 0;
 * `signed`, two octets; `flag`, an octet; `counted`, a u16 count and as many u16; `bytes` and `text`,
 * to the end; or records of these fields, to the end.
 */
type Kind =
  | 1
  | 2
  | 4
  | "reserved"
  | "signed"
  | "flag"
  | "counted"
  | "bytes"
  | "text"
  | { readonly [field: string]: 1 | 2 | 4 };

/** The fields in their order; a message may end before one with a `?`. */
type Fields = Readonly<Record<string, Kind>>;

/** Command number and fields. */
export type DesktopLayout = readonly [command: number, fields: Fields];

const PLACE = { x: 2, y: 2 } as const;
const SIZE = { width: 2, height: 2 } as const;

/** What an operator sends, field by field. */
export const INPUTS: Readonly<Record<DesktopInput["type"], DesktopLayout>> = {
  key: [Command.Key, { action: 1, key: 1 }],
  unicodeKey: [Command.UnicodeKey, { action: 1, unit: 2 }],
  mouse: [Command.Mouse, { "": "reserved", flags: 1, ...PLACE, "wheel?": "signed" }],
  compression: [Command.Compression, {
    format: 1,
    quality: 1,
    "scaling?": 2,
    "frameTimer?": 2,
  }],
  refresh: [Command.Refresh, {}],
  pause: [Command.Pause, { paused: "flag" }],
  ctrlAltDel: [Command.CtrlAltDel, {}],
  getDisplays: [Command.Displays, {}],
  setDisplay: [Command.SetDisplay, { id: 2 }],
  frameTimer: [Command.FrameTimer, { milliseconds: 2 }],
  touchInit: [Command.TouchInit, {}],
  touch: [Command.Touch, { version: 1, points: { id: 1, flags: 4, ...PLACE } }],
  getDisplayInfo: [Command.DisplayInfo, {}],
  inputLock: [Command.InputLock, { value: 1 }],
};

/** What an agent sends. Where both send a type, its layout is the same. */
export const OUTPUTS: Readonly<Record<DesktopOutput["type"], DesktopLayout>> = {
  tile: [Command.Tile, { ...PLACE, image: "bytes" }],
  screenSize: [Command.ScreenSize, SIZE],
  displays: [Command.Displays, { ids: "counted", selected: 2 }],
  setDisplay: INPUTS.setDisplay,
  touchInit: INPUTS.touchInit,
  keyState: [Command.KeyState, { bits: 1 }],
  alert: [Command.Alert, { text: "text" }],
  message: [Command.Message, { text: "text" }],
  displayInfo: [Command.DisplayInfo, { displays: { id: 2, ...PLACE, ...SIZE } }],
  inputLock: INPUTS.inputLock,
  cursor: [Command.Cursor, { shape: 1 }],
};

/** A message's fields. */
export type FieldValues = Record<string, unknown>;

/** @throws {ProtocolError} When there is too little. */
export function readFields(reader: ByteReader, fields: Fields): FieldValues {
  const values: FieldValues = {};
  for (const [entry, kind] of Object.entries(fields)) {
    const name = entry.replace("?", "");
    if (name !== entry && reader.remaining === 0) break;
    const value = readField(reader, kind, name);
    if (kind !== "reserved") values[name] = value;
  }
  return values;
}

/** @throws {ProtocolError} `bad-field` when a number does not fit. */
export function writeFields(writer: ByteWriter, fields: Fields, values: FieldValues): void {
  for (const [entry, kind] of Object.entries(fields)) {
    const name = entry.replace("?", "");
    if (name !== entry && values[name] === undefined) break;
    writeField(writer, kind, values[name] as never, name);
  }
}

function readField(reader: ByteReader, kind: Kind, name: string): unknown {
  switch (kind) {
    case "reserved":
      return reader.unsigned(1, name);
    case "signed":
      return reader.unsigned(2, name) << 16 >> 16;
    case "flag":
      return reader.unsigned(1, name) !== 0;
    case "counted":
      return Array.from({ length: reader.unsigned(2, name) }, () => reader.unsigned(2, name));
    case "bytes":
      return reader.raw(reader.remaining, name);
    case "text":
      return decodeUtf8(reader.raw(reader.remaining, name), name);
  }
  if (typeof kind === "number") return reader.unsigned(kind, name);
  const records: FieldValues[] = [];
  while (reader.remaining > 0) records.push(readFields(reader, kind));
  return records;
}

function writeField(writer: ByteWriter, kind: Kind, value: never, name: string): void {
  switch (kind) {
    case "reserved":
      return writer.unsigned(0, 1, name);
    case "signed":
      return writer.unsigned(signed16(value, name), 2, name);
    case "flag":
      return writer.unsigned(value ? 1 : 0, 1, name);
    case "counted":
      writer.unsigned((value as number[]).length, 2, name);
      for (const item of value as number[]) writer.unsigned(item, 2, name);
      return;
    case "bytes":
      return writer.raw(toBytes(value, name));
    case "text":
      return writer.raw(encodeUtf8(value));
  }
  if (typeof kind === "number") return writer.unsigned(value, kind, name);
  for (const record of value as FieldValues[]) writeFields(writer, kind, record);
}

function signed16(value: number, name: string): number {
  if (Number.isInteger(value) && value >= -32_768 && value < 32_768) return value & 0xffff;
  throw new ProtocolError("bad-field", `${name}: ${value} is no signed 16-bit number`);
}
