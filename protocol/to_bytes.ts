/**
 * Bytes in every form that the web platform has: an `ArrayBuffer`, as Web Crypto and `fetch` return
 * it, or a view of one, such as a `Uint8Array`, a Node `Buffer` or a `DataView`.
 */
export type ByteSource = ArrayBufferLike | ArrayBufferView;

/** `T` as it may be given to an encoder: its byte fields in any form of {@linkcode ByteSource}. */
export type Encodable<T> = T extends T
  ? { [K in keyof T]: Uint8Array extends T[K] ? T[K] | ByteSource : T[K] }
  : never;

/**
 * Views `source` as bytes, without a copy.
 *
 * @param what Subject of the error: `"the certificate"`.
 * @throws {TypeError} When `source` is anything else. A string is refused too: nobody can tell
 * whether it holds hex, base64 or text.
 */
export function toBytes(source: ByteSource, what: string): Uint8Array {
  // Not a subclass: a Buffer's `slice` copies nothing, and what is read from it is a Buffer again.
  if (source instanceof Uint8Array && source.constructor === Uint8Array) return source;
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  // By its tag: the `ArrayBuffer` of a frame or of another realm is not an instance of this one's.
  const type = Object.prototype.toString.call(source).slice(8, -1);
  if (/^(Shared)?ArrayBuffer$/.test(type)) return new Uint8Array(source);
  throw new TypeError(`${what}: expected an ArrayBuffer or a view of one, got ${type}`);
}
