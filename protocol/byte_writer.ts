import { ProtocolError } from "./errors.ts";

/** Writes a message field by field; the counterpart of `ByteReader`. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** A copy of what was written. */
  get written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** A big-endian unsigned integer of 1, 2 or 4 bytes. */
  unsigned(value: number, size: 1 | 2 | 4, field: string): void {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** size) {
      throw new ProtocolError(
        "bad-field",
        `${field}: ${value} is no unsigned ${size * 8}-bit number`,
      );
    }
    this.#reserve(size);
    for (let shift = size * 8 - 8; shift >= 0; shift -= 8) {
      this.#bytes[this.#length++] = value >>> shift;
    }
  }

  raw(part: Uint8Array): void {
    this.#reserve(part.length);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
