/**
 * Base64 of bytes. Not from `byte-encodings`: encoding there needs `ArrayBuffer.transfer`, which
 * Node 20 does not have.
 */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
