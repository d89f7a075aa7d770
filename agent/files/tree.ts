/**
 * Work on whole folders, over any file system.
 *
 * @module
 */
import type { FileInfo, FileSystem } from "./file_system.ts";
import { FilesError } from "./path.ts";

/** A file or folder below where a walk began. */
export interface TreeEntry extends FileInfo {
  /** From the beginning of the walk. */
  readonly path: readonly string[];
}

/** Everything below a folder, folders before what is in them. */
export async function* walk(
  files: FileSystem,
  from: readonly string[],
  signal: AbortSignal,
  below: readonly string[] = [],
): AsyncGenerator<TreeEntry> {
  for (const info of await files.list([...from, ...below])) {
    if (signal.aborted) return;
    const path = [...below, info.name];
    yield { ...info, path };
    if (info.folder) yield* walk(files, from, signal, path);
  }
}

/** Copies a file, or a folder with all that is in it. Files are replaced. */
export async function copy(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (pathOf(from) === pathOf(to) || isBelow(to, from)) {
    throw new FilesError("a copy cannot be within, or instead of, what is copied");
  }
  if (isBelow(from, to)) throw new FilesError("a copy cannot replace the folder that it is from");
  const info = await files.stat(from);
  if (info === undefined) throw new FilesError("not there");
  if (!info.folder) return await writeBlob(files, to, await files.read(from), signal);
  signal.throwIfAborted();
  await files.makeFolder(to);
  for await (const { folder, path } of walk(files, from, signal)) {
    if (folder) await files.makeFolder([...to, ...path]);
    else await writeBlob(files, [...to, ...path], await files.read([...from, ...path]), signal);
  }
  // A walk that was given up ends early, without an error.
  signal.throwIfAborted();
}

/** Copies, then removes what was copied. */
export async function move(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  // Where case does not count, both may be one: it would be copied onto itself, and removed.
  const maybeOne = folded(from) === folded(to) && await files.stat(to) !== undefined;
  if (maybeOne && pathOf(from) !== pathOf(to)) return await moveTwice(files, from, to, signal);
  await copy(files, from, to, signal);
  await files.remove(from, true);
}

async function moveTwice(
  files: FileSystem,
  from: readonly string[],
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const name = `renamed-${crypto.randomUUID()}`;
  const between = [...to.slice(0, -1), name];
  await move(files, from, between, signal);
  try {
    await move(files, between, to, signal);
  } catch (cause) {
    throw new FilesError(`only half renamed, it is called ${name} now: rename that`, { cause });
  }
}

/** Writes a file in pieces; given up, the old one stays. */
export async function writeBlob(
  files: FileSystem,
  path: readonly string[],
  content: Blob,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const writer = await files.write(path);
  try {
    for (let offset = 0; offset < content.size; offset += PIECE) {
      signal.throwIfAborted();
      const piece = content.slice(offset, offset + PIECE);
      await writer.write(new Uint8Array(await piece.arrayBuffer()));
    }
  } catch (error) {
    await writer.abort();
    throw error;
  }
  await writer.commit();
}

const PIECE = 2 ** 20;

function pathOf(names: readonly string[]): string {
  return names.map((name) => `/${name}`).join("");
}

/** Equal for what a folder that does not tell cases, or forms of Unicode, apart calls the same. */
function folded(names: readonly string[]): string {
  return pathOf(names).normalize().toLowerCase().toUpperCase();
}

function isBelow(path: readonly string[], folder: readonly string[]): boolean {
  return folded(path).startsWith(`${folded(folder)}/`);
}
