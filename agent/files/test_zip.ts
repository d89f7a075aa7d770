import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a test archive; what is not given is as a correct archive has it. */
export interface TestEntry {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array | string;
  /** 8: deflated; 0: stored. */
  readonly method?: number;
  readonly flags?: number;
  /** What the directory says. */
  readonly size?: number;
  readonly packed?: number;
  readonly crc?: number;
  readonly offset?: number;
  readonly extra?: Uint8Array;
  /** High byte: 3 is Unix; the upper half of `attributes` is the file's mode then. */
  readonly madeBy?: number;
  readonly attributes?: number;
  /** What the local header says, where it differs. */
  readonly local?: { readonly name?: string; readonly method?: number; readonly size?: number };
  /** The packed bytes, instead of those of `data`. */
  readonly bytes?: Uint8Array;
}

/** Fields of the end of a test archive, where they differ. */
export interface TestEnd {
  readonly count?: number;
  readonly disk?: number;
  readonly offset?: number;
  readonly comment?: string;
}

const UTF8 = 0x800;

/** A zip archive, right or wrong, byte by byte. */
export function zipOf(entries: readonly TestEntry[], end: TestEnd = {}): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const data = Buffer.from((entry.data ?? "") as string);
    const { method = 8, flags = UTF8, crc = crc32(data), size = data.length } = entry;
    const bytes = entry.bytes ?? (method === 8 ? deflateRawSync(data) : data);
    const { packed = bytes.length, extra = new Uint8Array(), offset = at } = entry;
    const localName = Buffer.from(entry.local?.name ?? name);
    add(
      Buffer.concat([
        numbers("4 2 2 2 4 4 4 4 2 2", [
          ...[0x0403_4b50, 20, flags, entry.local?.method ?? method, 0],
          ...[crc, packed, entry.local?.size ?? size, localName.length, 0],
        ]),
        localName,
        bytes,
      ]),
    );
    directory.push(
      numbers("4 2 2 2 2 4 4 4 4 2 2 2 2 2 4 4", [
        ...[0x0201_4b50, (entry.madeBy ?? 0) << 8, 20, flags, method, 0],
        ...[crc, packed, size, name.length, extra.length, 0, 0, 0, entry.attributes ?? 0, offset],
      ]),
      name,
      Buffer.from(extra),
    );
  }
  const start = at;
  directory.forEach(add);
  const count = end.count ?? entries.length;
  const comment = Buffer.from(end.comment ?? "");
  add(
    numbers("4 2 2 2 2 4 4 2", [
      ...[0x0605_4b50, end.disk ?? 0, 0, count, count, at - start],
      ...[end.offset ?? start, comment.length],
    ]),
  );
  add(comment);
  return Uint8Array.from(Buffer.concat(parts));
}

/** Little-endian numbers of these widths. */
function numbers(widths: string, values: readonly number[]): Buffer {
  return Buffer.concat(
    widths.split(" ").map((width, index) => {
      const field = Buffer.alloc(Number(width));
      field.writeUIntLE(values[index] ?? 0, 0, Number(width));
      return field;
    }),
  );
}
