/**
 * What the page of `opfs_browser_test.ts` loads: writes to the tab's own files, step by step.
 *
 * @module
 */
import { type FileWriter, opfsFileSystem } from "../agent/mod.ts";

const files = opfsFileSystem();
let writer: FileWriter | undefined;

Object.assign(globalThis, {
  async begin(name: string, text: string, append = false) {
    writer = await files.write([name], append);
    await writer.write(new TextEncoder().encode(text));
  },
  commit: () => writer?.commit(),
  abort: () => writer?.abort(),
  async list() {
    const infos = await files.list([]);
    return await Promise.all(
      infos.map(async ({ name }) => [name, await (await files.read([name])).text()]),
    );
  },
});
