/**
 * Bytes as text. The library that was to do it (`byte-encodings`) moves its buffers by
 * `ArrayBuffer.transfer`, which Node 20 does not have.
 *
 * @module
 */

/** Lower-case hexadecimal digits. */
export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Hexadecimal digits, of which there must be an even number, as bytes. */
export function decodeHex(digits: string): Uint8Array<ArrayBuffer> {
  const pairs = digits.match(/../g) ?? [];
  return new Uint8Array(pairs.map((pair) => Number.parseInt(pair, 16)));
}

/** Base64 with the standard alphabet. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
