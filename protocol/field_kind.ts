import type { ByteReader } from "./byte_reader.ts";
import { concatBytes } from "./concat_bytes.ts";
import { ProtocolError } from "./errors.ts";
import { HASH_LENGTH } from "./hash_length.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** How a kind of field stands in a message. All integers are big-endian. */
interface Codec<T> {
  readonly read: (reader: ByteReader, field: string) => T;
  readonly write: (value: T, field: string) => Uint8Array;
}

const u16: Codec<number> = {
  read: (reader, field) => reader.unsigned(2, field),
  write: (value, field) => unsigned(value, 2, field),
};

/** Bytes to the end of the message. */
const bytes: Codec<Uint8Array> = {
  read: (reader, field) => reader.raw(reader.remaining, field),
  write: (value) => value,
};

/** u16 length, then as many bytes. */
const bytes16: Codec<Uint8Array> = {
  read: (reader, field) => reader.raw(u16.read(reader, field), field),
  write: (value, field) => concatBytes(u16.write(value.length, field), value),
};

/** The kinds of field that the layouts are made of. */
export const FIELD_KINDS = {
  u16,
  /** A reserved u16: 0 on the wire, nothing in the message. */
  zero: {
    read(reader, field): void {
      if (u16.read(reader, field) !== 0) throw new ProtocolError("bad-field", `${field}: not 0`);
    },
    write: (_, field) => u16.write(0, field),
  } satisfies Codec<void>,
  u32: {
    read: (reader, field) => reader.unsigned(4, field),
    write: (value, field) => unsigned(value, 4, field),
  } satisfies Codec<number>,
  hash: {
    read: (reader, field) => reader.raw(HASH_LENGTH, field),
    write: (value, field) => {
      if (value.length === HASH_LENGTH) return value;
      throw new ProtocolError("bad-field", `${field}: ${value.length} bytes, not ${HASH_LENGTH}`);
    },
  } satisfies Codec<Uint8Array>,
  bytes,
  bytes16,
  /** UTF-8 to the end of the message; the NULs that a native agent leaves there are dropped. */
  text: {
    read: (reader, field) => decodeUtf8(withoutNuls(bytes.read(reader, field)), field),
    write: encodeUtf8,
  } satisfies Codec<string>,
  /** u16 length in bytes, then UTF-8. */
  text16: {
    read: (reader, field) => decodeUtf8(bytes16.read(reader, field), field),
    write: (value, field) => bytes16.write(encodeUtf8(value), field),
  } satisfies Codec<string>,
};

function unsigned(value: number, size: 2 | 4, field: string): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value >= 256 ** size) {
    throw new ProtocolError(
      "bad-field",
      `${field}: ${value} is no unsigned ${size * 8}-bit number`,
    );
  }
  return Uint8Array.from({ length: size }, (_, index) => value >>> (8 * (size - 1 - index)));
}

function withoutNuls(text: Uint8Array): Uint8Array {
  let end = text.length;
  while (end > 0 && text[end - 1] === 0) end--;
  return text.subarray(0, end);
}
