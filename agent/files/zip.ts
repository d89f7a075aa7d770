/**
 * Packs zip archives with fflate; loaded when the first is asked for.
 *
 * @module
 */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { FileSystem } from "./file_system.ts";
import { LeftOut } from "./left_out.ts";
import { lookahead } from "./lookahead.ts";
import { writeNewFile } from "./new_entry.ts";
import { FilesError, joinPath } from "./path.ts";
import { type Skipped, walk } from "./tree.ts";

const PIECE = 2 ** 18;
/** Files that are opened before their turn: one after the other takes three times as long. */
const OPENED = 16;
/** What fits into the fields of a zip file; fflate does not write the wider ones of zip64. */
const MAX_ENTRIES = 0xffff;
const MAX_ARCHIVE = 0xffff_ffff;

/**
 * Packs files and folders of one folder into a new file. What cannot be read is left out, and named in
 * the error at the end; when nothing can be, there is no archive. `progress`: name, and percent of it.
 *
 * @throws {FilesError}
 */
export async function zip(
  files: FileSystem,
  folder: readonly string[],
  names: readonly unknown[],
  output: readonly string[],
  progress: (file: string, percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const leftOut = new LeftOut();
  const entries: Entry[] = [];
  for await (const entry of everyEntry(files, folder, names, leftOut, signal)) {
    if (entries.push(entry) > MAX_ENTRIES) {
      throw new FilesError("a zip file holds 65,535 files at most: zip fewer of them at once");
    }
  }
  signal.throwIfAborted();
  if (entries.length === 0) leftOut.throwIfAny("nothing to pack");
  await writeNewFile(files, output, async (writer) => {
    let size = 0;
    let written = Promise.resolve();
    const archive = new Zip((error, chunk) => {
      if (error) throw error;
      size += chunk.length;
      if (size > MAX_ARCHIVE) throw tooLarge();
      written = written.then(() => writer.write(chunk));
    });
    const opened = lookahead(each(entries), OPENED, (path) => open(files, folder, path));
    for await (const { path, content, first, error } of opened) {
      signal.throwIfAborted();
      if (error !== undefined) leftOut.add([...folder, ...path], error);
      if (content === undefined) continue;
      if (content.size > MAX_ARCHIVE) throw tooLarge();
      const name = path.join("/");
      const entry = new ZipDeflate(name);
      archive.add(entry);
      for (let offset = 0;; offset += PIECE) {
        signal.throwIfAborted();
        const piece = offset === 0 ? first : await pieceOf(content, offset).catch((cause) => {
          throw new FilesError(`"${name}" changed while it was packed: pack again`, { cause });
        });
        const last = offset + PIECE >= content.size;
        entry.push(piece, last);
        await written;
        progress(name, last ? 100 : Math.floor(100 * offset / content.size));
        if (last) break;
      }
    }
    for (const { path, folder } of entries) if (folder) addFolder(archive, `${path.join("/")}/`);
    archive.end();
    await written;
  });
  leftOut.throwIfAny("packed, except for");
}

function addFolder(archive: Zip, name: string): void {
  const entry = new ZipPassThrough(name);
  archive.add(entry);
  entry.push(new Uint8Array(), true);
}

interface Entry {
  readonly path: readonly string[];
  readonly folder: boolean;
}

interface Opened {
  readonly path: readonly string[];
  /** Undefined when it cannot be read, or is not there anymore. */
  readonly content?: Blob;
  readonly first: Uint8Array<ArrayBuffer>;
  /** Why it cannot be read. */
  readonly error?: unknown;
}

async function* each(entries: readonly Entry[]): AsyncGenerator<readonly string[]> {
  for (const { path, folder } of entries) if (!folder) yield path;
}

/** Opens a file, and reads its beginning: whether that is possible must be known before it is added. */
async function open(
  files: FileSystem,
  folder: readonly string[],
  path: readonly string[],
): Promise<Opened> {
  const none = new Uint8Array();
  try {
    const content = await files.read([...folder, ...path]);
    if (content.size > MAX_ARCHIVE) return { path, content, first: none };
    return { path, content, first: await pieceOf(content, 0) };
  } catch (error) {
    const vanished = await files.stat([...folder, ...path]).then((info) => !info, () => false);
    return vanished ? { path, first: none } : { path, first: none, error };
  }
}

async function pieceOf(content: Blob, offset: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await content.slice(offset, offset + PIECE).arrayBuffer());
}

function tooLarge(): FilesError {
  return new FilesError("a zip file, and each file in it, has 4 GiB at most: zip less at once");
}

async function* everyEntry(
  files: FileSystem,
  folder: readonly string[],
  names: readonly unknown[],
  leftOut: LeftOut,
  signal: AbortSignal,
): AsyncGenerator<Entry> {
  for (const name of names) {
    const shown = String(name).split("/");
    try {
      const path = joinPath("", name);
      const info = await files.stat([...folder, ...path]);
      if (info === undefined) throw new FilesError("not there");
      yield { path, folder: info.folder };
      if (!info.folder) continue;
      const skipped: Skipped = (below, error) => leftOut.add([...folder, ...path, ...below], error);
      for await (const below of walk(files, [...folder, ...path], signal, skipped)) {
        yield { path: [...path, ...below.path], folder: below.folder };
      }
    } catch (error) {
      leftOut.add([...folder, ...shown], error);
    }
  }
}
