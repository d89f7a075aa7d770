import { ProtocolError } from "./errors.ts";

/** Reads a message field by field and never past its end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** A big-endian unsigned integer of 1, 2 or 4 bytes. */
  unsigned(size: 1 | 2 | 4, field: string): number {
    let value = 0;
    for (const octet of this.raw(size, field)) value = value * 256 + octet;
    return value;
  }

  /** A view, not a copy. */
  raw(length: number, field: string): Uint8Array {
    const offset = this.#offset;
    if (length > this.remaining) {
      const message = `${field} needs ${length} bytes, ${this.remaining} are left`;
      throw new ProtocolError("truncated", message, { offset });
    }
    this.#offset += length;
    return this.#bytes.subarray(offset, this.#offset);
  }
}
