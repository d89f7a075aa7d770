/**
 * Packs zip archives; loaded when the first is asked for.
 *
 * @module
 */
import type { FileSystem } from "./file_system.ts";
import { LeftOut } from "./left_out.ts";
import { lookahead } from "./lookahead.ts";
import { writeNewFile } from "./new_entry.ts";
import { refuseOldBrowser } from "./old_browser.ts";
import { FilesError, joinPath } from "./path.ts";
import { type Skipped, walk } from "./tree.ts";
import { MAX_ARCHIVE, tooLarge, ZipWriter } from "./zip_writer.ts";

const PIECE = 2 ** 18;
/** Files that are opened before their turn: one after the other takes three times as long. */
const OPENED = 16;
/** What fits into the fields of an archive; the wider ones of zip64 are not written. */
const MAX_ENTRIES = 0xffff;

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
  refuseOldBrowser();
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
    const archive = new ZipWriter(writer);
    const opened = lookahead(each(entries), OPENED, (path) => open(files, folder, path));
    for await (const { path, content, modified = Date.now(), error } of opened) {
      signal.throwIfAborted();
      if (error !== undefined) leftOut.add([...folder, ...path], error);
      if (content === undefined) continue;
      if (content.size > MAX_ARCHIVE) throw tooLarge();
      const name = path.join("/");
      const told = (percent: number) => progress(name, percent);
      await archive.addFile(path, modified, piecesOf(name, content, told, signal));
      told(100);
    }
    for (const { path, folder } of entries) if (folder) await archive.addFolder(path);
    await archive.end();
  });
  leftOut.throwIfAny("packed, except for");
}

async function* piecesOf(
  name: string,
  content: Blob,
  progress: (percent: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < content.size; offset += PIECE) {
    signal.throwIfAborted();
    progress(Math.floor(100 * offset / content.size));
    yield await pieceOf(content, offset).catch((cause) => {
      throw new FilesError(`"${name}" changed while it was packed: pack again`, { cause });
    });
  }
}

interface Entry {
  readonly path: readonly string[];
  readonly folder: boolean;
}

interface Opened {
  readonly path: readonly string[];
  /** Undefined when it cannot be read, or is not there anymore. */
  readonly content?: Blob;
  readonly modified?: number;
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
  try {
    const content = await files.read([...folder, ...path]);
    const modified = content instanceof File ? content.lastModified : undefined;
    if (content.size > MAX_ARCHIVE) return { path, content };
    const first = await pieceOf(content, 0);
    return { path, modified, content: content.size > PIECE ? content : new Blob([first]) };
  } catch (error) {
    const vanished = await files.stat([...folder, ...path]).then((info) => !info, () => false);
    return vanished ? { path } : { path, error };
  }
}

async function pieceOf(content: Blob, offset: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await content.slice(offset, offset + PIECE).arrayBuffer());
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
