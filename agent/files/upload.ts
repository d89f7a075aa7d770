import type { JsonObject, JsonValue } from "../../protocol/mod.ts";
import { decodeUploadBlock } from "../../protocol/tunnel/files_frame.ts";
import { claim } from "./claim.ts";
import type { FileSystem, FileWriter } from "./file_system.ts";
import { FilesError } from "./path.ts";

/**
 * One upload. The web UI ends it by `uploaddone`; meshctrl by closing the tunnel, so that a close
 * finishes a file of which all announced bytes have come, and drops every other.
 */
export class Upload {
  /** Where the file goes. */
  readonly path: readonly string[];
  readonly #writer: FileWriter;
  readonly #size: number | undefined;
  readonly #requestId: JsonValue;
  readonly #done: (size: number) => void;
  /** Bytes that were there before. */
  readonly #there: number;
  #written: number;

  private constructor(
    path: readonly string[],
    writer: FileWriter,
    size: number | undefined,
    requestId: JsonValue,
    there: number,
    done: (size: number) => void,
  ) {
    this.path = path;
    this.#writer = writer;
    this.#size = size;
    this.#requestId = requestId;
    this.#there = this.#written = there;
    this.#done = done;
  }

  /**
   * Begins to write; rejects when it cannot, or when the announced size is not the size of a file. A
   * missing or null size announces nothing. `append`: the rest of a file whose beginning is there; the
   * size is that of the whole. `done` is told the bytes that came, once the file is there.
   */
  static async start(
    files: FileSystem,
    path: readonly string[],
    { size, append }: JsonObject,
    requestId: JsonValue,
    done: (size: number) => void,
  ): Promise<Upload> {
    const announced = announcedSize(size);
    const there = append ? (await files.stat(path))?.size ?? 0 : 0;
    const writer = await files.write(path, Boolean(append));
    return new Upload(path, writer, announced, requestId, there, done);
  }

  /** Writes a block; resolves with the answer. */
  async block(block: Uint8Array): Promise<JsonObject> {
    const bytes = decodeUploadBlock(block);
    if (this.#size !== undefined && this.#written + bytes.length > this.#size) {
      throw new FilesError(`more came than the ${this.#size} bytes that were announced`);
    }
    await this.#writer.write(bytes);
    this.#written += bytes.length;
    return this.answer("uploadack");
  }

  /** The operator says that this was all. Rejects, with the old file kept, when it was not. */
  async finish(): Promise<JsonObject> {
    if (this.#size !== undefined && this.#written !== this.#size) {
      await this.#writer.abort();
      throw new FilesError(`${this.#written} bytes came of the ${this.#size} that were announced`);
    }
    await this.#commit();
    return this.answer("uploaddone");
  }

  /** The tunnel is gone. */
  async tunnelClosed(): Promise<void> {
    if (this.#written === this.#size) await this.#commit();
    else await this.#writer.abort();
  }

  async #commit(): Promise<void> {
    await claim(this.path, () => this.#writer.commit());
    this.#done(this.#written - this.#there);
  }

  /** The operator, or an error, gave it up. */
  async abort(): Promise<void> {
    await this.#writer.abort();
  }

  /** A message about this upload. */
  answer(action: string): JsonObject {
    return { action, reqid: this.#requestId };
  }
}

function announcedSize(size: JsonValue | undefined): number | undefined {
  if (size === undefined || size === null) return undefined;
  if (typeof size === "number" && Number.isSafeInteger(size) && size >= 0) return size;
  throw new FilesError("the announced size is not the size of a file");
}
