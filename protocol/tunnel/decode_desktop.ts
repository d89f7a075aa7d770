import { ByteReader } from "../byte_reader.ts";
import { ProtocolError } from "../errors.ts";
import { decodeUtf8 } from "../utf8.ts";
import {
  DesktopCommand as Command,
  type DesktopInput,
  type DesktopMessage,
  type DesktopOutput,
  type TouchPoint,
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
  frame: Uint8Array,
  from: "operator",
): (DesktopInput | UnknownDesktopMessage)[];
/** The messages of a frame of the agent. */
export function decodeDesktop(
  frame: Uint8Array,
  from: "agent",
): (DesktopOutput | UnknownDesktopMessage)[];
/** The messages of one frame of either. */
export function decodeDesktop(frame: Uint8Array, from: "operator" | "agent"): DesktopMessage[] {
  const reader = new ByteReader(frame);
  const messages: DesktopMessage[] = [];
  while (reader.remaining > 0) {
    let command = reader.unsigned(2, "command");
    let size = reader.unsigned(2, "size");
    if (size < 4) throw new ProtocolError("bad-field", `size ${size} is less than its header`);
    if (command === Command.Jumbo && size === 8) {
      size = reader.unsigned(4, "inner size");
      if (size < 4) throw new ProtocolError("bad-field", `inner size ${size}`);
      command = reader.unsigned(2, "inner command");
      reader.unsigned(2, "reserved");
    }
    const payload = reader.raw(size - 4, "payload");
    const message = from === "agent" ? readOutput(command, payload) : readInput(command, payload);
    messages.push(message ?? { type: "unknown", command, payload });
  }
  return messages;
}

function readInput(command: number, payload: Uint8Array): DesktopInput | undefined {
  const reader = new ByteReader(payload);
  const u8 = (field: string) => octet(reader, field);
  const u16 = (field: string) => reader.unsigned(2, field);
  switch (command) {
    case Command.Key:
      return done(reader, { type: "key", action: u8("action"), key: u8("key") });
    case Command.UnicodeKey:
      return done(reader, { type: "unicodeKey", action: u8("action"), unit: u16("unit") });
    case Command.Mouse: {
      u8("reserved");
      const mouse = { type: "mouse", flags: u8("flags"), x: u16("x"), y: u16("y") } as const;
      if (reader.remaining === 0) return mouse;
      return done(reader, { ...mouse, wheel: u16("wheel") << 16 >> 16 });
    }
    case Command.Compression: {
      const start = { type: "compression", format: u8("format"), quality: u8("quality") } as const;
      const scaling = reader.remaining > 0 ? { scaling: u16("scaling") } : {};
      const frameTimer = reader.remaining > 0 ? { frameTimer: u16("frameTimer") } : {};
      return done(reader, { ...start, ...scaling, ...frameTimer });
    }
    case Command.Refresh:
      return done(reader, { type: "refresh" });
    case Command.Pause:
      return done(reader, { type: "pause", paused: u8("paused") !== 0 });
    case Command.CtrlAltDel:
      return done(reader, { type: "ctrlAltDel" });
    case Command.Displays:
      return done(reader, { type: "getDisplays" });
    case Command.SetDisplay:
      return done(reader, { type: "setDisplay", id: u16("id") });
    case Command.FrameTimer:
      return done(reader, { type: "frameTimer", milliseconds: u16("milliseconds") });
    case Command.TouchInit:
      return done(reader, { type: "touchInit" });
    case Command.Touch: {
      const version = u8("version");
      const points: TouchPoint[] = [];
      while (reader.remaining > 0) {
        points.push({
          id: u8("id"),
          flags: reader.unsigned(4, "flags"),
          x: u16("x"),
          y: u16("y"),
        });
      }
      return { type: "touch", version, points };
    }
    case Command.DisplayInfo:
      return done(reader, { type: "getDisplayInfo" });
    case Command.InputLock:
      return done(reader, { type: "inputLock", value: u8("value") });
    default:
      return undefined;
  }
}

function readOutput(command: number, payload: Uint8Array): DesktopOutput | undefined {
  const reader = new ByteReader(payload);
  const u8 = (field: string) => octet(reader, field);
  const u16 = (field: string) => reader.unsigned(2, field);
  switch (command) {
    case Command.Tile:
      return {
        type: "tile",
        x: u16("x"),
        y: u16("y"),
        image: reader.raw(reader.remaining, "image"),
      };
    case Command.ScreenSize:
      return done(reader, { type: "screenSize", width: u16("width"), height: u16("height") });
    case Command.Displays: {
      const ids: number[] = [];
      for (let left = u16("count"); left > 0; left--) ids.push(u16("id"));
      return done(reader, { type: "displays", ids, selected: u16("selected") });
    }
    case Command.SetDisplay:
      return done(reader, { type: "setDisplay", id: u16("id") });
    case Command.TouchInit:
      return done(reader, { type: "touchInit" });
    case Command.KeyState:
      return done(reader, { type: "keyState", bits: u8("bits") });
    case Command.Alert:
      return { type: "alert", text: decodeUtf8(payload, "alert") };
    case Command.Message:
      return { type: "message", text: decodeUtf8(payload, "message") };
    case Command.DisplayInfo: {
      const displays = [];
      while (reader.remaining > 0) {
        displays.push({
          id: u16("id"),
          x: u16("x"),
          y: u16("y"),
          width: u16("width"),
          height: u16("height"),
        });
      }
      return { type: "displayInfo", displays };
    }
    case Command.InputLock:
      return done(reader, { type: "inputLock", value: u8("value") });
    case Command.Cursor:
      return done(reader, { type: "cursor", shape: u8("shape") });
    default:
      return undefined;
  }
}

function octet(reader: ByteReader, field: string): number {
  return reader.raw(1, field)[0] ?? 0;
}

function done<T extends DesktopMessage>(reader: ByteReader, message: T): T {
  if (reader.remaining === 0) return message;
  throw new ProtocolError("trailing-bytes", `${reader.remaining} bytes after ${message.type}`);
}
