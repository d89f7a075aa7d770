/**
 * Frames and inputs as they are kept in files.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** A string is a text frame, bytes are a binary one. */
export type Frame = string | Uint8Array;

/** What a target is run with: one frame after the other. */
export type Input = readonly Frame[];

/** A frame in a JSON file: a text as it is, bytes as base64 in an object. */
export type StoredFrame = string | { readonly base64: string };

/** The frame as a JSON file keeps it. */
export function storeFrame(frame: Frame): StoredFrame {
  return typeof frame === "string" ? frame : { base64: Buffer.from(frame).toString("base64") };
}

/** The frame that a JSON file keeps. */
export function loadFrame(stored: StoredFrame): Frame {
  return typeof stored === "string" ? stored : new Uint8Array(Buffer.from(stored.base64, "base64"));
}

/** The text of a frame, whichever kind it is; bytes that are not UTF-8 become U+FFFD. */
export function textOf(frame: Frame): string {
  return typeof frame === "string" ? frame : new TextDecoder().decode(frame);
}

/** The bytes of a frame, whichever kind it is. */
export function bytesOf(frame: Frame): Uint8Array {
  return typeof frame === "string" ? new TextEncoder().encode(frame) : frame;
}
