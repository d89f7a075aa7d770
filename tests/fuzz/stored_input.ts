import {
  bytesOf,
  type Frame,
  type Input,
  loadFrame,
  type StoredFrame,
  storeFrame,
  textOf,
} from "./frame.ts";

/** A piece of a text, and how often it comes there. */
type Piece = readonly [piece: string, times: number];

/** A frame in the corpus; one with long repetitions is kept in pieces of its text. */
export type CorpusFrame =
  | StoredFrame
  | { readonly pieces: readonly Piece[]; readonly binary?: boolean };

const OPENING_BRACE = 0x7b;

/** Pieces of up to 8 characters that come 100 times or more. */
const REPETITION = /([^]{1,8}?)\1{99,}/g;

/** The input as the corpus has it. */
export function storeInput(input: Input): readonly CorpusFrame[] {
  return input.map((frame) => {
    if (typeof frame === "string") return storeText(frame);
    const stored = frame[0] === OPENING_BRACE ? storeText(textOf(frame)) : "";
    return typeof stored === "object" ? { ...stored, binary: true } : storeFrame(frame);
  });
}

/** The input of an entry of the corpus. */
export function loadInput(stored: readonly CorpusFrame[]): Input {
  return stored.map((frame): Frame => {
    if (typeof frame === "string" || "base64" in frame) return loadFrame(frame);
    const text = frame.pieces.map(([piece, times]) => piece.repeat(times)).join("");
    return frame.binary === true ? bytesOf(text) : text;
  });
}

function storeText(text: string): CorpusFrame {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: whole, 1: piece = "" } of text.matchAll(REPETITION)) {
    if (index > end) pieces.push([text.slice(end, index), 1]);
    pieces.push([piece, whole.length / piece.length]);
    end = index + whole.length;
  }
  if (pieces.length === 0) return text;
  if (end < text.length) pieces.push([text.slice(end), 1]);
  return { pieces };
}
