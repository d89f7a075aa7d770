import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FilesError } from "../files/path.ts";
import { inWords } from "./errors.ts";

/** Bytes that a stream reads at once. */
const PIECE = 2 ** 16;
/** A link is refused, and a pipe does not block; Windows has neither flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * A file of the machine, or a part of it, as a Blob that reads when it is asked to: `openAsBlob` of
 * Deno has the whole file in memory, and all of them follow links. Rejects once the file has changed,
 * as a `File` of a browser does.
 */
export class FileBlob extends Blob {
  readonly #path: string;
  readonly #start: number;
  readonly #end: number;
  readonly #modified: number;

  private constructor(path: string, start: number, end: number, modified: number) {
    super();
    this.#path = path;
    this.#start = start;
    this.#end = end;
    this.#modified = modified;
  }

  /** The file as it is now. */
  static async open(path: string): Promise<FileBlob> {
    await using file = await openFile(path);
    const { size, mtimeMs } = await file.handle.stat();
    return new FileBlob(path, 0, size, mtimeMs);
  }

  override get size(): number {
    return this.#end - this.#start;
  }

  override slice(start = 0, end: number = this.size): FileBlob {
    const at = (offset: number) =>
      Math.min(Math.max(offset < 0 ? this.size + offset : offset, 0), this.size);
    const from = this.#start + at(start);
    const to = Math.max(this.#start + at(end), from);
    return new FileBlob(this.#path, from, to, this.#modified);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for await (const bytes of this.#pieces()) {
      whole.set(bytes, at);
      at += bytes.length;
    }
    return whole.buffer;
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const pieces = this.#pieces();
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void await pieces.return(),
    });
  }

  async *#pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    await using file = await openFile(this.#path);
    for (let at = this.#start; at < this.#end;) {
      const bytes = await inWords(async () => {
        if ((await file.handle.stat()).mtimeMs !== this.#modified) throw changed();
        const piece = new Uint8Array(Math.min(PIECE, this.#end - at));
        const { bytesRead } = await file.handle.read(piece, 0, piece.length, at);
        if (bytesRead === 0) throw changed();
        return piece.subarray(0, bytesRead);
      });
      at += bytes.length;
      yield bytes;
    }
  }
}

function changed(): FilesError {
  return new FilesError("the file has changed meanwhile; try again");
}

/** A regular file, open for reading. */
async function openFile(path: string): Promise<AsyncDisposable & { readonly handle: FileHandle }> {
  return await inWords(async () => {
    const handle = await open(path, FLAGS);
    if ((await handle.stat()).isFile()) {
      return { handle, [Symbol.asyncDispose]: () => handle.close() };
    }
    await handle.close();
    throw new FilesError("it is not a file that can be read");
  });
}
