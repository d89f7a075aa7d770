import { ProtocolError } from "./errors.ts";

/** Reads a message field by field, big-endian, and never past its end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u16(field: string): number {
    return this.#view.getUint16(this.#advance(2, field));
  }

  u32(field: string): number {
    return this.#view.getUint32(this.#advance(4, field));
  }

  /** A view, not a copy. */
  raw(length: number, field: string): Uint8Array {
    const start = this.#advance(length, field);
    return this.#bytes.subarray(start, start + length);
  }

  rest(): Uint8Array {
    return this.raw(this.remaining, "rest");
  }

  end(): void {
    if (this.remaining === 0) return;
    throw new ProtocolError("trailing-bytes", `${this.remaining} bytes after the last field`, {
      offset: this.#offset,
    });
  }

  #advance(length: number, field: string): number {
    const start = this.#offset;
    if (length > this.remaining) {
      throw new ProtocolError(
        "truncated",
        `${field} needs ${length} bytes, ${this.remaining} are left`,
        { offset: start },
      );
    }
    this.#offset += length;
    return start;
  }
}
