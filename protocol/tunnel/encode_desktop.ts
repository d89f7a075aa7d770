import { ByteWriter } from "../byte_writer.ts";
import { ProtocolError } from "../errors.ts";
import { encodeUtf8 } from "../utf8.ts";
import { DesktopCommand as Command, type DesktopMessage } from "./desktop_message.ts";

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
export function encodeDesktop(message: DesktopMessage): Uint8Array<ArrayBuffer> {
  const payload = new ByteWriter();
  const command = writePayload(payload, message);
  const data = payload.written;
  const frame = new ByteWriter();
  if (data.length > JUMBO_ABOVE) {
    frame.unsigned(Command.Jumbo, 2, "command");
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

/** @returns The command's number. */
function writePayload(writer: ByteWriter, message: DesktopMessage): number {
  const u8 = (value: number, field: string) => writer.raw(octet(value, field));
  const u16 = (value: number, field: string) => writer.unsigned(value, 2, field);
  switch (message.type) {
    case "key":
      u8(message.action, "action");
      u8(message.key, "key");
      return Command.Key;
    case "unicodeKey":
      u8(message.action, "action");
      u16(message.unit, "unit");
      return Command.UnicodeKey;
    case "mouse":
      u8(0, "reserved");
      u8(message.flags, "flags");
      u16(message.x, "x");
      u16(message.y, "y");
      if (message.wheel !== undefined) u16(signed16(message.wheel), "wheel");
      return Command.Mouse;
    case "compression":
      u8(message.format, "format");
      u8(message.quality, "quality");
      if (message.scaling !== undefined) u16(message.scaling, "scaling");
      if (message.frameTimer !== undefined) u16(message.frameTimer, "frameTimer");
      return Command.Compression;
    case "refresh":
      return Command.Refresh;
    case "pause":
      u8(message.paused ? 1 : 0, "paused");
      return Command.Pause;
    case "ctrlAltDel":
      return Command.CtrlAltDel;
    case "getDisplays":
      return Command.Displays;
    case "displays":
      u16(message.ids.length, "count");
      for (const id of message.ids) u16(id, "id");
      u16(message.selected, "selected");
      return Command.Displays;
    case "setDisplay":
      u16(message.id, "id");
      return Command.SetDisplay;
    case "frameTimer":
      u16(message.milliseconds, "milliseconds");
      return Command.FrameTimer;
    case "touchInit":
      return Command.TouchInit;
    case "touch":
      u8(message.version, "version");
      for (const { id, flags, x, y } of message.points) {
        u8(id, "id");
        writer.unsigned(flags, 4, "flags");
        u16(x, "x");
        u16(y, "y");
      }
      return Command.Touch;
    case "tile":
      u16(message.x, "x");
      u16(message.y, "y");
      writer.raw(message.image);
      return Command.Tile;
    case "screenSize":
      u16(message.width, "width");
      u16(message.height, "height");
      return Command.ScreenSize;
    case "keyState":
      u8(message.bits, "bits");
      return Command.KeyState;
    case "alert":
      writer.raw(encodeUtf8(message.text));
      return Command.Alert;
    case "message":
      writer.raw(encodeUtf8(message.text));
      return Command.Message;
    case "getDisplayInfo":
      return Command.DisplayInfo;
    case "displayInfo":
      for (const { id, x, y, width, height } of message.displays) {
        for (const value of [id, x, y, width, height]) u16(value, "display");
      }
      return Command.DisplayInfo;
    case "inputLock":
      u8(message.value, "value");
      return Command.InputLock;
    case "cursor":
      u8(message.shape, "shape");
      return Command.Cursor;
    case "unknown":
      writer.raw(message.payload);
      return message.command;
  }
}

function octet(value: number, field: string): Uint8Array {
  if (Number.isInteger(value) && value >= 0 && value < 256) return Uint8Array.of(value);
  throw new ProtocolError("bad-field", `${field}: ${value} is no unsigned 8-bit number`);
}

function signed16(value: number): number {
  if (Number.isInteger(value) && value >= -32_768 && value < 32_768) return value & 0xffff;
  throw new ProtocolError("bad-field", `wheel: ${value} is no signed 16-bit number`);
}
