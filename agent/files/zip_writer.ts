import { createCrc32 } from "./crc32.ts";
import type { FileWriter } from "./file_system.ts";
import { FilesError } from "./path.ts";

/** What fits into the fields of an archive; the wider ones of zip64 are not written. */
export const MAX_ARCHIVE = 0xffff_ffff;

/** The sizes follow the data; names are UTF-8. */
const FLAGS = 0x808;
const DEFLATE = 8;
const VERSION = 20;
/** Bytes that are written at once. */
const BATCH = 2 ** 18;
/** In the directory: a folder. */
const FOLDER = 0x10;

/** Writes a zip archive, entry by entry, each in one pass. */
export class ZipWriter {
  readonly #writer: FileWriter;
  readonly #directory: Uint8Array<ArrayBuffer>[] = [];
  #count = 0;
  #size = 0;
  /** What is not written yet: an OPFS takes as long for 30 bytes as for 64 KiB. */
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor(writer: FileWriter) {
    this.#writer = writer;
  }

  /** Adds a file of these pieces. */
  async addFile(
    path: readonly string[],
    modified: number,
    pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    const sum = createCrc32();
    let [crc, size] = [0, 0];
    const summed = async function* () {
      for await (const piece of pieces) {
        crc = sum(piece);
        size += piece.length;
        yield piece;
      }
    };
    await this.#add(path.join("/"), modified, DEFLATE, 0, async () => {
      let packed = 0;
      for await (const bytes of deflated(summed())) {
        packed += bytes.length;
        await this.#write(bytes);
      }
      return [crc, packed, size];
    });
  }

  /** Adds an empty folder. */
  async addFolder(path: readonly string[]): Promise<void> {
    const none = () => Promise.resolve([0, 0, 0]);
    await this.#add(`${path.join("/")}/`, Date.now(), 0, FOLDER, none);
  }

  /** Writes the directory; nothing may be added anymore. */
  async end(): Promise<void> {
    const [start, count] = [this.#size, this.#count];
    for (const bytes of this.#directory) await this.#write(bytes);
    const length = this.#size - start;
    await this.#write(
      numbers([4, 2, 2, 2, 2, 4, 4, 2], [0x0605_4b50, 0, 0, count, count, length, start, 0]),
    );
    await this.#flush();
  }

  async #add(
    name: string,
    modified: number,
    method: number,
    attributes: number,
    content: () => Promise<readonly number[]>,
  ): Promise<void> {
    const bytes = new TextEncoder().encode(name);
    const [time, date] = dosTime(new Date(modified));
    const [offset, { length }] = [this.#size, bytes];
    const head = [VERSION, FLAGS, method, time, date];
    await this.#write(
      numbers([4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2], [0x0403_4b50, ...head, 0, 0, 0, length, 0]),
    );
    await this.#write(bytes);
    const sizes = await content();
    this.#count++;
    await this.#write(numbers([4, 4, 4, 4], [0x0807_4b50, ...sizes]));
    this.#directory.push(
      numbers([4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4], [
        ...[0x0201_4b50, VERSION, ...head, ...sizes, length],
        ...[0, 0, 0, 0, attributes, offset],
      ]),
      bytes,
    );
  }

  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#size += bytes.length;
    if (this.#size > MAX_ARCHIVE) throw tooLarge();
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= BATCH) await this.#flush();
  }

  async #flush(): Promise<void> {
    const bytes = await new Blob(this.#waiting).arrayBuffer();
    [this.#waiting, this.#bytes] = [[], 0];
    await this.#writer.write(new Uint8Array(bytes));
  }
}

/** What neither an archive nor a file in it may be. */
export function tooLarge(): FilesError {
  return new FilesError("a zip file, and each file in it, has 4 GiB at most: zip less at once");
}

async function* deflated(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new CompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const feed = async () => {
    for await (const piece of pieces) await writer.write(piece);
    await writer.close();
  };
  // What the reader is told, too.
  const fed = feed().catch((error) => writer.abort(error));
  const reader = readable.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => {});
    await fed.catch(() => {});
  }
}

/** Little-endian numbers of these widths. */
function numbers(widths: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  const octets = widths.flatMap((width, index) =>
    Array.from({ length: width }, (_, octet) => (values[index] ?? 0) >>> 8 * octet)
  );
  return Uint8Array.from(octets);
}

/** Local time in steps of two seconds, from 1980 on. */
function dosTime(at: Date): readonly [time: number, date: number] {
  const year = Math.min(Math.max(at.getFullYear() - 1980, 0), 127);
  return [
    at.getHours() << 11 | at.getMinutes() << 5 | at.getSeconds() >> 1,
    year << 9 | at.getMonth() + 1 << 5 | at.getDate(),
  ];
}
