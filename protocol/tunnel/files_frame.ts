import { ProtocolError } from "../errors.ts";
import type { JsonObject } from "../message.ts";
import { type ByteSource, toBytes } from "../to_bytes.ts";
import { decodeUtf8, encodeUtf8 } from "../utf8.ts";
import { parseJsonObject } from "./json_object.ts";

/** Most data bytes of one download block: with its header it fills a frame of 16 KiB. */
export const DOWNLOAD_BLOCK_SIZE = 16_380;

/** A frame of the files protocol: a JSON command or answer, or bytes of a file. */
export type FilesFrame =
  | { readonly type: "json"; readonly value: JsonObject }
  | { readonly type: "bytes"; readonly bytes: Uint8Array };

/** An entry of a directory listing, as MeshCentral names its members. */
export interface FileEntry {
  /** Name. */
  readonly n: string;
  /** 1 drive, 2 folder, 3 file. */
  readonly t: 1 | 2 | 3;
  /** Bytes of a file. */
  readonly s?: number;
  /** When it was changed, ISO 8601. */
  readonly d?: string;
}

/** A JSON message of the files protocol, as both ends send it: UTF-8 in a binary frame. */
export function encodeFilesJson(value: JsonObject): Uint8Array<ArrayBuffer> {
  return encodeUtf8(JSON.stringify(value));
}

/**
 * Reads a frame of either end: text (meshctrl) or binary (the web UI and agents) that begins with
 * `{` is JSON, all else bytes of a file.
 *
 * @throws {ProtocolError} `bad-json`, `bad-text`.
 */
export function decodeFilesFrame(source: string | ByteSource): FilesFrame {
  const frame = typeof source === "string" ? source : toBytes(source, "frame");
  if (typeof frame !== "string" && frame[0] !== 0x7b) return { type: "bytes", bytes: frame };
  const text = typeof frame === "string" ? frame : decodeUtf8(frame, "files message");
  const value = parseJsonObject(text);
  if (value === undefined) throw new ProtocolError("bad-json", "no JSON object");
  return { type: "json", value };
}

/** A block of an upload: one zero before bytes that begin with zero or `{`, to escape them. */
export function encodeUploadBlock(content: ByteSource): Uint8Array<ArrayBuffer> {
  const bytes = toBytes(content, "block");
  const escaped = bytes[0] === 0 || bytes[0] === 0x7b ? 1 : 0;
  const block = new Uint8Array(bytes.length + escaped);
  block.set(bytes, escaped);
  return block;
}

/** The bytes of an upload's block, without the escape. A view. */
export function decodeUploadBlock(block: ByteSource): Uint8Array {
  const bytes = toBytes(block, "block");
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}

/** A block of a download. Layout: u32 0x01000000, or 0x01000001 for the last; then the bytes. */
export function encodeDownloadBlock(content: ByteSource, last: boolean): Uint8Array<ArrayBuffer> {
  const bytes = toBytes(content, "block");
  const block = new Uint8Array(bytes.length + 4);
  block[0] = 1;
  block[3] = last ? 1 : 0;
  block.set(bytes, 4);
  return block;
}

/**
 * The bytes of a download's block, and whether it is the last. A view.
 *
 * @throws {ProtocolError} `truncated`.
 */
export function decodeDownloadBlock(
  source: ByteSource,
): { readonly bytes: Uint8Array; readonly last: boolean } {
  const block = toBytes(source, "block");
  if (block.length < 4) {
    throw new ProtocolError("truncated", "a download block has 4 bytes at least");
  }
  return { bytes: block.subarray(4), last: ((block[3] ?? 0) & 1) === 1 };
}
