/**
 * Work on whole folders, over any file system.
 *
 * @module
 */
import type { FileInfo, FileSystem, FileWriter } from "./file_system.ts";
import { LeftOut } from "./left_out.ts";
import { lookahead } from "./lookahead.ts";
import { MadeEntries } from "./made_entries.ts";
import { makeNewFolder, refuseExisting, writeNewFile } from "./new_entry.ts";
import { FilesError } from "./path.ts";
import { folded, isBelow, pathOf } from "./same_name.ts";

/** A file or folder below where a walk began. */
export interface TreeEntry extends FileInfo {
  /** From the beginning of the walk. */
  readonly path: readonly string[];
}

/** Told of a folder below the beginning that cannot be read, from the beginning on. */
export type Skipped = (path: readonly string[], error: unknown) => void;

/** Files that are copied, or removed, at the same time. */
const AT_ONCE = 8;
const PIECE = 2 ** 20;

/**
 * Everything below a folder, folders before what is in them. Rejects when the folder cannot be read;
 * of those below it one that vanished is left out, and `skipped` is told of one that cannot be read.
 */
export async function* walk(
  files: FileSystem,
  from: readonly string[],
  signal: AbortSignal,
  skipped: Skipped = () => {},
): AsyncGenerator<TreeEntry> {
  yield* below(files, from, [], await files.list(from), signal, skipped);
}

async function* below(
  files: FileSystem,
  from: readonly string[],
  at: readonly string[],
  infos: readonly FileInfo[],
  signal: AbortSignal,
  skipped: Skipped,
): AsyncGenerator<TreeEntry> {
  for (const info of infos) {
    if (signal.aborted) return;
    const path = [...at, info.name];
    yield { ...info, path };
    if (!info.folder) continue;
    const inside = await files.list([...from, ...path]).catch(async (error) => {
      if (await isThere(files, [...from, ...path])) skipped(path, error);
      return [];
    });
    yield* below(files, from, path, inside, signal, skipped);
  }
}

/**
 * Copies a file, or a folder with all that is in it, to a path that must be free. What cannot be read
 * in a folder is left out, and named in the error at the end; a copy that is canceled leaves nothing.
 *
 * @throws {FilesError}
 */
export async function copy(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { leftOut } = await copyTree(files, from, to, signal);
  leftOut.throwIfAny("copied, except for");
}

/**
 * Copies to a path that must be free, then removes what was copied. A folder that cannot be copied as
 * a whole stays where it is.
 *
 * @throws {FilesError}
 */
export async function move(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (await isOtherSpelling(files, from, to)) return await moveTwice(files, from, to, signal);
  await moveTree(files, from, to, signal);
}

/** Whether a store that ignores case, or the form of Unicode, has one entry for both paths. */
async function isOtherSpelling(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
): Promise<boolean> {
  const similar = pathOf(from) !== pathOf(to) && folded(from) === folded(to);
  if (!similar || await files.stat(to) === undefined) return false;
  const infos = await files.list(to.slice(0, -1));
  return !infos.some(({ name }) => name === to.at(-1));
}

async function moveTwice(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const name = `renamed-${crypto.randomUUID()}`;
  const between = [...to.slice(0, -1), name];
  await moveTree(files, from, between, signal);
  try {
    await moveTree(files, between, to, signal);
  } catch (cause) {
    throw new FilesError(`only half renamed, it is called ${name} now: rename that`, { cause });
  }
}

async function moveTree(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { copied, made, leftOut } = await copyTree(files, from, to, signal);
  if (leftOut.count > 0) await made.undo();
  leftOut.throwIfAny("nothing was moved, because of");
  const kept = new LeftOut();
  // Only what was copied: what others have put there meanwhile stays.
  for (const path of copied.inOrderOfRemoval) {
    await files.remove(path, false).catch(async (error) => {
      if (await isThere(files, path)) kept.add(path, error);
    });
  }
  kept.throwIfAny("copied, but still at the old place");
}

interface Copied {
  /** Of the original. */
  readonly copied: MadeEntries;
  /** Of the copy. */
  readonly made: MadeEntries;
  readonly leftOut: LeftOut;
}

async function copyTree(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<Copied> {
  if (pathOf(from) === pathOf(to) || isBelow(to, from)) {
    throw new FilesError("a copy cannot be within, or instead of, what is copied");
  }
  if (isBelow(from, to)) throw new FilesError("a copy cannot replace the folder that it is from");
  const info = await files.stat(from);
  if (info === undefined) throw new FilesError("not there");
  signal.throwIfAborted();
  const result = {
    copied: new MadeEntries(files),
    made: new MadeEntries(files),
    leftOut: new LeftOut(),
  };
  const { copied, made, leftOut } = result;
  const copyFile = async (path: readonly string[]) => {
    const content = await files.read([...from, ...path]);
    await writeNewFile(files, [...to, ...path], (writer) => writeAll(writer, content, signal));
    copied.addFile([...from, ...path]);
    made.addFile([...to, ...path]);
  };
  const copyFolder = async (path: readonly string[]) => {
    await makeNewFolder(files, [...to, ...path]);
    copied.addFolder([...from, ...path]);
    made.addFolder([...to, ...path]);
  };
  /** A canceled copy ends; any other failure is that of one entry. */
  const attempt = async (path: readonly string[], work: typeof copyFile) => {
    try {
      signal.throwIfAborted();
      await work(path);
    } catch (error) {
      signal.throwIfAborted();
      if (await isThere(files, [...from, ...path])) leftOut.add([...from, ...path], error);
    }
  };
  /** The files; a folder is made before anything in it is copied. */
  const inner = async function* () {
    const skipped: Skipped = (path, error) => leftOut.add([...from, ...path], error);
    for await (const { folder, path } of walk(files, from, signal, skipped)) {
      if (folder) await attempt(path, copyFolder);
      else yield path;
    }
  };
  await refuseExisting(files, to);
  if (!info.folder) {
    await copyFile([]);
    return result;
  }
  try {
    await copyFolder([]);
    for await (const _ of lookahead(inner(), AT_ONCE, (path) => attempt(path, copyFile)));
    // A walk that was canceled ends early, without an error.
    signal.throwIfAborted();
    return result;
  } catch (error) {
    await made.undo();
    throw error;
  }
}

/** Whether there still is something; an entry that nobody can look at is there, too. */
async function isThere(files: FileSystem, path: readonly string[]): Promise<boolean> {
  return await files.stat(path).then((info) => info !== undefined, () => true);
}

/** Writes a file in pieces, instead of what was there; given up, the old one stays. */
export async function writeBlob(
  files: FileSystem,
  path: readonly string[],
  content: Blob,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const writer = await files.write(path);
  try {
    await writeAll(writer, content, signal);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  await writer.commit();
}

async function writeAll(writer: FileWriter, content: Blob, signal: AbortSignal): Promise<void> {
  for (let offset = 0; offset < content.size; offset += PIECE) {
    signal.throwIfAborted();
    const piece = content.slice(offset, offset + PIECE);
    await writer.write(new Uint8Array(await piece.arrayBuffer()));
  }
  signal.throwIfAborted();
}
