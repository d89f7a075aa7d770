import type { FileWriter } from "./file_system.ts";

/** What a file is called until it is whole: to create one is to make an empty file. */
const PREFIX = ".unfinished-";

/** Milliseconds after which one belongs to a tab that was closed in the middle. */
const ABANDONED = 24 * 3_600_000;

/** `FileSystemFileHandle`, with what Chromium, Firefox and Safari have and TypeScript lacks. */
type FileHandle = FileSystemFileHandle & {
  move?(name: string): Promise<void>;
};

/** Whether the name is of a file that is not whole yet. */
export function isUnfinished(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** A name for a file that is not whole yet. */
export function unfinishedName(): string {
  return `${PREFIX}${crypto.randomUUID()}`;
}

/** Whether an unfinished file of this age is left over. @param modified Milliseconds since 1970. */
export function isAbandoned(modified: number): boolean {
  return Date.now() - modified > ABANDONED;
}

/** Writes a file that is there already, from its beginning or its end on. */
export async function writerOf(
  handle: FileSystemFileHandle,
  append: boolean,
): Promise<FileWriter> {
  const stream = await handle.createWritable({ keepExistingData: append });
  if (append) await stream.seek((await handle.getFile()).size);
  return {
    write: (bytes) => stream.write(bytes as Uint8Array<ArrayBuffer>),
    commit: () => stream.close(),
    abort: () => stream.abort(),
  };
}

/** Writes a file that is not there: under another name, until it is whole. */
export async function newFile(
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<FileWriter> {
  const unfinished = unfinishedName();
  const handle: FileHandle = await parent.getFileHandle(unfinished, { create: true });
  const { write, commit, abort } = await writerOf(handle, false);
  return {
    write,
    async commit() {
      try {
        await commit();
        await rename(handle, parent, name);
      } catch (error) {
        await parent.removeEntry(unfinished).catch(() => {});
        throw error;
      }
    },
    async abort() {
      await abort();
      await parent.removeEntry(unfinished);
    },
  };
}

async function rename(
  handle: FileHandle,
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  try {
    if (handle.move === undefined) throw new TypeError("no move");
    await handle.move(name);
  } catch {
    // A browser, or a folder of the person, that cannot: a copy, and then the other goes.
    await copyInto(parent, name, await handle.getFile());
    await parent.removeEntry(handle.name);
  }
}

async function copyInto(
  parent: FileSystemDirectoryHandle,
  name: string,
  content: Blob,
): Promise<void> {
  const handle = await parent.getFileHandle(name, { create: true });
  try {
    await content.stream().pipeTo(await handle.createWritable());
  } catch (error) {
    // What was just made; a file that somebody else has put there meanwhile stays.
    if ((await handle.getFile()).size === 0) await parent.removeEntry(name);
    throw error;
  }
}

/** Removes what tabs that were closed in the middle have left in a folder. */
export async function removeAbandoned(parent: FileSystemDirectoryHandle): Promise<void> {
  const entries = parent as unknown as { values(): AsyncIterable<FileSystemHandle> };
  for await (const entry of entries.values()) {
    if (entry.kind !== "file" || !isUnfinished(entry.name)) continue;
    const { lastModified } = await (entry as FileSystemFileHandle).getFile();
    if (isAbandoned(lastModified)) await parent.removeEntry(entry.name);
  }
}
