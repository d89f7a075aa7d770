/**
 * What the page of `files.ts` loads: the tab's own files, measured from within.
 *
 * @module
 */
import { opfsFileSystem } from "../agent/mod.ts";
import { copy, writeBlob } from "../agent/files/tree.ts";
import { unzip } from "../agent/files/unzip.ts";
import { zip } from "../agent/files/zip.ts";

const files = opfsFileSystem();
const never = new AbortController().signal;

/** Milliseconds of a work, the longest time in which the page could do nothing else, and its end. */
export interface Measured {
  readonly milliseconds: number;
  readonly blocked: number;
  readonly error?: string;
}

/** What the page offers. */
export interface FilesPage {
  fill(count: number): Promise<void>;
  list(): Promise<number>;
  parallel(): Promise<number>;
  naive(): Promise<number>;
  serial(): Promise<number>;
  copy(): Promise<Measured>;
  zip(): Promise<Measured>;
  unzip(base64: string): Promise<Measured>;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function measured(work: () => Promise<void>): Promise<Measured> {
  let blocked = 0;
  let last = performance.now();
  const turn = new MessageChannel();
  turn.port1.onmessage = () => {
    const now = performance.now();
    blocked = Math.max(blocked, now - last);
    last = now;
    turn.port2.postMessage(0);
  };
  turn.port2.postMessage(0);
  let error: string | undefined;
  const milliseconds = await time(() => work().catch((cause) => error = String(cause.message)));
  turn.port1.close();
  return { milliseconds, blocked, ...error === undefined ? {} : { error } };
}

async function handles(): Promise<FileSystemFileHandle[]> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("many");
  const values = (folder as unknown as { values(): AsyncIterable<FileSystemFileHandle> }).values();
  const all: FileSystemFileHandle[] = [];
  for await (const handle of values) all.push(handle);
  return all;
}

const page: FilesPage = {
  async fill(count) {
    await files.makeFolder(["many"]);
    for (let from = 0; from < count; from += 16) {
      const names = Array.from({ length: 16 }, (_, index) => `file-${from + index}.txt`);
      await Promise.all(
        names.map((name) => writeBlob(files, ["many", name], new Blob([name.repeat(20)]), never)),
      );
    }
  },
  list: () => time(() => files.list(["many"])),
  async parallel() {
    const all = await handles();
    return await time(() => Promise.all(all.map((handle) => handle.getFile())));
  },
  naive: () => time(async () => Promise.all((await handles()).map((handle) => handle.getFile()))),
  async serial() {
    const all = await handles();
    return await time(async () => {
      for (const handle of all) await handle.getFile();
    });
  },
  async copy() {
    const result = await measured(() => copy(files, ["many"], ["copy"], never));
    await files.remove(["copy"], true);
    return result;
  },
  async zip() {
    const result = await measured(() => zip(files, [], ["many"], ["many.zip"], () => {}, never));
    await files.remove(["many.zip"], false);
    return result;
  },
  async unzip(base64) {
    const archive = Uint8Array.from(atob(base64), (octet) => octet.charCodeAt(0));
    await writeBlob(files, ["x.zip"], new Blob([archive]), never);
    const result = await measured(() => unzip(files, ["x.zip"], ["out"], never));
    await files.remove(["out"], true).catch(() => {}); // a refused one leaves nothing
    return result;
  },
};

Object.assign(globalThis, page);
