import type { JsonObject, JsonValue } from "../../protocol/mod.ts";
import { decodeUploadBlock } from "../../protocol/tunnel/files_frame.ts";
import type { FileSystem, FileWriter } from "./file_system.ts";

/**
 * One upload. The web UI ends it by `uploaddone`; meshctrl by closing the tunnel, so that a close
 * finishes a file of which all announced bytes have come, and drops every other.
 */
export class Upload {
  readonly #writer: FileWriter;
  readonly #size: number | undefined;
  readonly #requestId: JsonValue;
  readonly #done: (size: number) => void;
  #written = 0;

  private constructor(
    writer: FileWriter,
    size: number | undefined,
    requestId: JsonValue,
    there: number,
    done: (size: number) => void,
  ) {
    this.#writer = writer;
    this.#size = size;
    this.#requestId = requestId;
    this.#written = there;
    this.#done = done;
  }

  /**
   * Begins to write; rejects when it cannot, or a size is announced that is none. `append`: the rest
   * of a file whose beginning is there; the size is that of the whole. `done` is told once the file
   * is there.
   */
  static async start(
    files: FileSystem,
    path: readonly string[],
    { size, append }: JsonObject,
    requestId: JsonValue,
    done: (size: number) => void,
  ): Promise<Upload> {
    if (size !== undefined && !(Number.isSafeInteger(size) && Number(size) >= 0)) {
      throw new RangeError("no size of a file");
    }
    const announced = size === undefined ? undefined : Number(size);
    const there = append === true ? (await files.stat(path))?.size ?? 0 : 0;
    const writer = await files.write(path, append === true);
    return new Upload(writer, announced, requestId, there, done);
  }

  /** Writes a block; resolves with the answer. */
  async block(block: Uint8Array): Promise<JsonObject> {
    const bytes = decodeUploadBlock(block);
    if (this.#size !== undefined && this.#written + bytes.length > this.#size) {
      throw new RangeError("more than was announced");
    }
    await this.#writer.write(bytes);
    this.#written += bytes.length;
    return this.answer("uploadack");
  }

  /** The operator says that this was all. */
  async finish(): Promise<JsonObject> {
    if (this.#size !== undefined && this.#written !== this.#size) {
      await this.#writer.abort();
      return this.answer("uploaderror");
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
    await this.#writer.commit();
    this.#done(this.#written);
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
