/**
 * What the page of `opfs_browser_test.ts` loads: writes to the tab's own files, step by step.
 *
 * @module
 */
import { unzip } from "../agent/files/unzip.ts";
import { writeBlob } from "../agent/files/tree.ts";
import { type FileWriter, opfsFileSystem } from "../agent/mod.ts";

const files = opfsFileSystem();
const never = new AbortController().signal;
let writer: FileWriter | undefined;

Object.assign(globalThis, {
  async begin(name: string, text: string, append = false) {
    writer = await files.write([name], append);
    await writer.write(new TextEncoder().encode(text));
  },
  commit: () => writer?.commit(),
  abort: () => writer?.abort(),
  listing: () => files.list([]),
  /**
   * Unpacks an archive: how many streams of this thread inflated something, or why it was refused; and
   * the most bytes between two turns of everything else.
   */
  async unzip(base64: string) {
    const archive = Uint8Array.from(atob(base64), (octet) => octet.charCodeAt(0));
    await writeBlob(files, ["x.zip"], new Blob([archive]), never);
    let here = 0;
    let largest = 0;
    const { write } = FileSystemWritableFileStream.prototype;
    FileSystemWritableFileStream.prototype.write = function (data) {
      largest = Math.max(largest, (data as Uint8Array).length);
      return write.call(this, data);
    };
    const { DecompressionStream } = globalThis;
    globalThis.DecompressionStream = class extends DecompressionStream {
      override get writable() {
        here++;
        return super.writable;
      }
    };
    try {
      await unzip(files, ["x.zip"], ["out"], never);
      return { here, largest };
    } catch (error) {
      return { refused: error instanceof Error ? error.message : "failed", largest };
    } finally {
      globalThis.DecompressionStream = DecompressionStream;
      FileSystemWritableFileStream.prototype.write = write;
    }
  },
  async hash(name: string) {
    const content = await (await files.read(["out", name])).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    return Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
  },
  async list() {
    const infos = await files.list([]);
    return await Promise.all(
      infos.map(async ({ name }) => [name, await (await files.read([name])).text()]),
    );
  },
});
