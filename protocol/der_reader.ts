import { ProtocolError } from "./errors.ts";

/** One element of DER, as views into the input. */
export interface DerElement {
  readonly tag: number;
  /** Tag, length and content. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * Reads the element at `offset`, as strict as DER wants it: a definite length, in its shortest
 * form, that ends within `bytes`.
 */
export function readDer(bytes: Uint8Array, offset: number): DerElement {
  const tag = octet(bytes, offset);
  if ((tag & 0x1f) === 0x1f) throw badDer("tag", offset);
  const { length, start } = readLength(bytes, offset + 1);
  if (length > bytes.length - start) throw badDer("length", offset);
  return {
    tag,
    whole: bytes.subarray(offset, start + length),
    content: bytes.subarray(start, start + length),
  };
}

/** The elements that fill `content`, one after the other. */
export function readDerSequence(content: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  let offset = 0;
  while (offset < content.length) {
    const element = readDer(content, offset);
    elements.push(element);
    offset += element.whole.length;
  }
  return elements;
}

/** The only element of `bytes`, which must have this tag. */
export function readOnlyDer(bytes: Uint8Array, tag: number, what: string): DerElement {
  const element = expectTag(readDer(bytes, 0), tag, what);
  if (element.whole.length !== bytes.length) {
    throw badDer("end", element.whole.length);
  }
  return element;
}

/** `element`, when it exists and has this tag. */
export function expectTag(
  element: DerElement | undefined,
  tag: number,
  what: string,
): DerElement {
  if (element?.tag === tag) return element;
  throw new ProtocolError("bad-der", `no ${what} where it should be`);
}

function readLength(bytes: Uint8Array, offset: number): { length: number; start: number } {
  const first = octet(bytes, offset);
  if (first < 0x80) return { length: first, start: offset + 1 };
  const count = first & 0x7f;
  // Four octets say 4 GiB: more than any certificate, and still exact as a number.
  if (count === 0 || count > 4) throw badDer("length", offset);
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + octet(bytes, offset + i);
  if (length < 0x80 || length < 256 ** (count - 1)) {
    throw badDer("length", offset);
  }
  return { length, start: offset + 1 + count };
}

function octet(bytes: Uint8Array, offset: number): number {
  const value = bytes[offset];
  if (value === undefined) throw badDer("end", offset);
  return value;
}

function badDer(part: string, offset: number): ProtocolError {
  return new ProtocolError("bad-der", `not DER: wrong ${part} at byte ${offset}`, { offset });
}
