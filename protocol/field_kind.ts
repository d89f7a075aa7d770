import type { ByteReader } from "./byte_reader.ts";
import type { ByteWriter } from "./byte_writer.ts";
import { ProtocolError } from "./errors.ts";
import { HASH_LENGTH } from "./hash_length.ts";
import { type ByteSource, toBytes } from "./to_bytes.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** How a kind of field stands in a message. All integers are big-endian. */
interface Codec<T, Given = T> {
  readonly read: (reader: ByteReader, field: string) => T;
  readonly write: (writer: ByteWriter, value: Given, field: string) => void;
}

const u16: Codec<number> = {
  read: (reader, field) => reader.unsigned(2, field),
  write: (writer, value, field) => writer.unsigned(value, 2, field),
};

/** Bytes to the end of the message. */
const bytes: Codec<Uint8Array, ByteSource> = {
  read: (reader, field) => reader.raw(reader.remaining, field),
  write: (writer, value, field) => writer.raw(toBytes(value, field)),
};

/** u16 length, then as many bytes. */
const bytes16: Codec<Uint8Array, ByteSource> = {
  read: (reader, field) => reader.raw(u16.read(reader, field), field),
  write(writer, value, field) {
    const content = toBytes(value, field);
    u16.write(writer, content.length, field);
    writer.raw(content);
  },
};

/** The kinds of field that the layouts are made of. */
export const FIELD_KINDS = {
  u16,
  /** A reserved u16: 0 on the wire, nothing in the message. */
  zero: {
    read(reader, field): void {
      if (u16.read(reader, field) !== 0) throw new ProtocolError("bad-field", `${field}: not 0`);
    },
    write: (writer, _, field) => u16.write(writer, 0, field),
  } satisfies Codec<void>,
  u32: {
    read: (reader, field) => reader.unsigned(4, field),
    write: (writer, value, field) => writer.unsigned(value, 4, field),
  } satisfies Codec<number>,
  hash: {
    read: (reader, field) => reader.raw(HASH_LENGTH, field),
    write: (writer, value, field) => {
      const hash = toBytes(value, field);
      if (hash.length === HASH_LENGTH) return writer.raw(hash);
      throw new ProtocolError("bad-field", `${field}: ${hash.length} bytes, not ${HASH_LENGTH}`);
    },
  } satisfies Codec<Uint8Array, ByteSource>,
  bytes,
  bytes16,
  /** UTF-8 to the end of the message; the NULs that a native agent leaves there are dropped. */
  text: {
    read: (reader, field) => decodeUtf8(withoutNuls(bytes.read(reader, field)), field),
    write: (writer, value) => writer.raw(encodeUtf8(value)),
  } satisfies Codec<string>,
  /** u16 length in bytes, then UTF-8. */
  text16: {
    read: (reader, field) => decodeUtf8(bytes16.read(reader, field), field),
    write: (writer, value, field) => bytes16.write(writer, encodeUtf8(value), field),
  } satisfies Codec<string>,
};

function withoutNuls(text: Uint8Array): Uint8Array {
  let end = text.length;
  while (end > 0 && text[end - 1] === 0) end--;
  return text.subarray(0, end);
}
