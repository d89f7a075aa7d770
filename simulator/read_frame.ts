import { decodeMessage, type Message, ProtocolError } from "../protocol/mod.ts";

const OPENING_BRACE = 0x7b;

/**
 * The message in a frame of an agent, as a real server reads it; undefined for what it ignores.
 * JSON in a binary frame is read as Latin-1: an agent that sends `ü` in one sees it come out wrong
 * here as it does there.
 */
export function readFrame(frame: Uint8Array | string): Message | undefined {
  try {
    const isBinaryJson = typeof frame !== "string" && frame[0] === OPENING_BRACE;
    return decodeMessage(isBinaryJson ? fromLatin1(frame) : frame, "agent");
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** Not `TextDecoder("latin1")`, which is Windows-1252. */
function fromLatin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // As arguments of one call, they must not be too many.
  for (let start = 0; start < bytes.length; start += 4096) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 4096)));
  }
  return pieces.join("");
}
