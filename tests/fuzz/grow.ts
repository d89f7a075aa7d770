import { bytesOf, type Frame, textOf } from "./frame.ts";
import type { Random } from "./random.ts";

/** Pieces that readers look for, or skip. */
const PIECES = [
  ...[
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "/",
    ",",
    ", ",
    '"',
    '", "',
    '","',
    "@",
    "a@a",
    "x",
    "0",
    "1,",
  ],
  ...["=", ":", ": ", "\\", '\\"', "[", "]", "{", "}", "-", ".", "\u2028", "\u0000", "a/", "//"],
];
const ENDS = ["", "!", '"', "\n", "\r", "\u2028", " x", ", 1 sessions.", '"\n'];

/** Makes frames of one shape in any length. */
export type Growing = (size: number) => Frame;

/** Something of a frame again and again: a piece of it, an element, a member, a character. */
export function growing(frame: Frame, random: Random): Growing {
  const text = textOf(frame);
  const isText = typeof frame === "string";
  if (/^[{[]/.test(text) && !random.oneIn(3)) {
    const grow = growingJson(JSON.parse(text), random);
    return (size) => isText ? JSON.stringify(grow(size)) : bytesOf(JSON.stringify(grow(size)));
  }
  if (!isText) return growingBytes(frame, random);
  const at = random.below(text.length + 1);
  const own = text.slice(at, at + 1 + random.small(8)) || "x";
  const piece = random.oneIn(3) ? own : random.pick(PIECES);
  const after = random.oneIn(2) ? random.pick(ENDS) : text.slice(at);
  return (size) => text.slice(0, at) + piece.repeat(Math.ceil(size / piece.length)) + after;
}

function growingBytes(bytes: Uint8Array, random: Random): Growing {
  const at = random.below(bytes.length + 1);
  const piece = bytes.subarray(at, at + 1 + random.small(12));
  return (size) => {
    const times = Math.ceil(size / Math.max(1, piece.length));
    const grown = new Uint8Array(bytes.length + times * piece.length);
    grown.set(bytes.subarray(0, at));
    for (let index = 0; index < times; index++) grown.set(piece, at + index * piece.length);
    grown.set(bytes.subarray(at), at + times * piece.length);
    return grown;
  };
}

/** A list, an object or a text somewhere in a value becomes long. */
function growingJson(value: unknown, random: Random): (size: number) => unknown {
  if (typeof value !== "object" || value === null) {
    return (size) => String(value).padEnd(1, "x").repeat(Math.ceil(size / 8));
  }
  const entries = Object.entries(value);
  if (entries.length > 0 && !random.oneIn(3)) {
    const [name, member] = random.pick(entries);
    const grow = growingJson(member, random);
    return (size) => {
      const grown = { ...value, [name]: grow(size) };
      return Array.isArray(value) ? Object.values(grown) : grown;
    };
  }
  const [, member = null] = entries[0] ?? [];
  const times = (size: number) => Math.ceil(size / (JSON.stringify(member).length + 8));
  if (Array.isArray(value)) return (size) => Array(times(size)).fill(member);
  return (size) => {
    const more = Array.from({ length: times(size) }, (_, index) => [`n//${index}`, member]);
    return { ...value, ...Object.fromEntries(more) };
  };
}
