/**
 * A DER writer (ITU-T X.690): each function returns one finished element, and they nest. The names
 * are the system reference's.
 *
 * @module
 */
import { concatBytes } from "./concat_bytes.ts";
import { ProtocolError } from "./errors.ts";
import { type ByteSource, toBytes } from "./to_bytes.ts";
import { encodeUtf8 } from "./utf8.ts";

/**
 * One element: tag, definite length in its shortest form, content.
 *
 * @param tag The identifier octet; tag numbers above 30 do not occur here.
 * @param contents Concatenated as the content.
 *
 * @example
 * ```ts
 * import { derTlv } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(derTlv(0x04, new Uint8Array([7])), new Uint8Array([4, 1, 7]));
 * ```
 */
export function derTlv(tag: number, ...contents: readonly ByteSource[]): Uint8Array {
  const content = concatBytes(...contents.map((content) => toBytes(content, "DER content")));
  return concatBytes(new Uint8Array([tag, ...lengthOctets(content.length)]), content);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets = bigEndian(length);
  return [0x80 | octets.length, ...octets];
}

/** Without leading zeros; nothing for 0. */
function bigEndian(value: number): number[] {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return octets;
}

/** SEQUENCE of the given elements, in this order. */
export function derSeq(...elements: readonly ByteSource[]): Uint8Array {
  return derTlv(0x30, ...elements);
}

/** SET of the given elements. DER wants them sorted; a SET of one, as in names, always is. */
export function derSet(...elements: readonly ByteSource[]): Uint8Array {
  return derTlv(0x31, ...elements);
}

/** Explicit context tag `[number]`, constructed, around `elements`. */
export function derContext(number: number, ...elements: readonly ByteSource[]): Uint8Array {
  return derTlv(0xa0 | number, ...elements);
}

/**
 * INTEGER that is not negative.
 *
 * @param value A safe integer, or its magnitude as big-endian bytes (leading zeros are dropped).
 * @throws {ProtocolError} `bad-field` when the number is negative or not a safe integer.
 *
 * @example
 * ```ts
 * import { derInt } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(derInt(128), new Uint8Array([2, 2, 0, 128])); // 0 keeps it positive
 * ```
 */
export function derInt(value: number | ByteSource): Uint8Array {
  const octets = typeof value === "number" ? bigEndian(natural(value)) : [
    ...toBytes(value, "integer"),
  ];
  while (octets[0] === 0) octets.shift();
  // A leading zero for what would else be negative, and for zero itself.
  if ((octets[0] ?? 0x80) >= 0x80) octets.unshift(0);
  return derTlv(0x02, new Uint8Array(octets));
}

function natural(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ProtocolError("bad-field", `${value} is not a non-negative safe integer`);
}

/** BOOLEAN. */
export function derBool(value: boolean): Uint8Array {
  return derTlv(0x01, new Uint8Array([value ? 0xff : 0]));
}

/** NULL. */
export function derNull(): Uint8Array {
  return derTlv(0x05);
}

/** BIT STRING of whole bytes: no unused bits. */
export function derBitString(bytes: ByteSource): Uint8Array {
  return derTlv(0x03, new Uint8Array(1), bytes);
}

/** OCTET STRING. */
export function derOctetString(bytes: ByteSource): Uint8Array {
  return derTlv(0x04, bytes);
}

/** UTF8String. */
export function derUtf8(text: string): Uint8Array {
  return derTlv(0x0c, encodeUtf8(text));
}

/**
 * OBJECT IDENTIFIER.
 *
 * @param oid Dotted: `"1.2.840.113549.1.1.12"`.
 *
 * @example
 * ```ts
 * import { derOid } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(derOid("2.5.4.3"), new Uint8Array([6, 3, 0x55, 4, 3])); // commonName
 * ```
 */
export function derOid(oid: string): Uint8Array {
  const [first = 0, second = 0, ...arcs] = oid.split(".").map(Number);
  const octets = [first * 40 + second, ...arcs].flatMap(base128);
  return derTlv(0x06, new Uint8Array(octets));
}

function base128(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    octets.unshift(0x80 | rest % 128);
  }
  return octets;
}

/** GeneralizedTime `YYYYMMDDhhmmssZ`, UTC, whole seconds. */
export function derGenTime(time: Date): Uint8Array {
  return derTlv(0x18, encodeUtf8(timeDigits(time)));
}

/** UTCTime `YYMMDDhhmmssZ`, UTC, for the years 1950 to 2049. */
export function derUtcTime(time: Date): Uint8Array {
  return derTlv(0x17, encodeUtf8(timeDigits(time).slice(2)));
}

function timeDigits(time: Date): string {
  return time.toISOString().replace(/\.\d+|[-:T]/g, "");
}
