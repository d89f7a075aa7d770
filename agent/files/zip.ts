/**
 * Zip and unzip with fflate, loaded when the first is asked for.
 *
 * @module
 */
import { unzipSync, Zip, ZipDeflate } from "fflate";
import type { FileSystem } from "./file_system.ts";
import { FilesError, parsePath } from "./path.ts";
import { walk, writeBlob } from "./tree.ts";

/** fflate unpacks in memory: more than this, packed or unpacked, is refused. */
const MAX_UNPACKED = 512 * 2 ** 20;
const PIECE = 2 ** 18;
/** What fits into the fields of a zip file; fflate does not write the wider ones of zip64. */
const MAX_ENTRIES = 0xffff;
const MAX_ARCHIVE = 0xffff_ffff;

/** Packs files and folders of one folder into a new file. `progress`: name, and percent of it. */
export async function zip(
  files: FileSystem,
  folder: readonly string[],
  names: readonly string[],
  output: readonly string[],
  progress: (file: string, percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const paths: (readonly string[])[] = [];
  for await (const path of everyFile(files, folder, names, signal)) {
    if (paths.push(path) > MAX_ENTRIES) {
      throw new FilesError("a zip file holds 65,535 files at most: zip fewer of them at once");
    }
  }
  signal.throwIfAborted();
  const writer = await files.write(output);
  try {
    let size = 0;
    let written = Promise.resolve();
    const archive = new Zip((error, chunk) => {
      if (error) throw error;
      size += chunk.length;
      if (size > MAX_ARCHIVE) throw tooLarge();
      written = written.then(() => writer.write(chunk));
    });
    for (const path of paths) {
      const content = await files.read([...folder, ...path]);
      if (content.size > MAX_ARCHIVE) throw tooLarge();
      const entry = new ZipDeflate(path.join("/"));
      archive.add(entry);
      for (let offset = 0;; offset += PIECE) {
        signal.throwIfAborted();
        const piece = await content.slice(offset, offset + PIECE).arrayBuffer();
        const last = offset + PIECE >= content.size;
        entry.push(new Uint8Array(piece), last);
        await written;
        progress(path.join("/"), last ? 100 : Math.floor(100 * offset / content.size));
        if (last) break;
      }
    }
    archive.end();
    await written;
  } catch (error) {
    await writer.abort();
    throw error;
  }
  await writer.commit();
}

/** Unpacks into a folder, which is made. A name that leaves the folder fails all, before any is written. */
export async function unzip(
  files: FileSystem,
  input: readonly string[],
  output: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const content = await files.read(input);
  if (content.size > MAX_UNPACKED) throw new FilesError("the archive is too large");
  let unpacked = 0;
  const entries = unzipSync(new Uint8Array(await content.arrayBuffer()), {
    filter: ({ originalSize }) => {
      unpacked += originalSize;
      if (unpacked > MAX_UNPACKED) throw new FilesError("the archive unpacks to too much");
      return true;
    },
  });
  const wanted = Object.entries(entries).map(([name, bytes]) => ({
    path: parsePath(name),
    folder: name.endsWith("/"),
    bytes,
  }));
  await makeFolders(files, output);
  for (const { path, folder, bytes } of wanted) {
    signal.throwIfAborted();
    const target = [...output, ...path];
    await makeFolders(files, folder ? target : target.slice(0, -1));
    if (!folder) {
      await writeBlob(files, target, new Blob([bytes as Uint8Array<ArrayBuffer>]), signal);
    }
  }
}

function tooLarge(): FilesError {
  return new FilesError("a zip file, and each file in it, has 4 GiB at most: zip less at once");
}

async function makeFolders(files: FileSystem, path: readonly string[]): Promise<void> {
  for (let depth = 1; depth <= path.length; depth++) await files.makeFolder(path.slice(0, depth));
}

async function* everyFile(
  files: FileSystem,
  folder: readonly string[],
  names: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  for (const name of names) {
    const info = await files.stat([...folder, name]);
    if (info === undefined) continue;
    if (!info.folder) yield [name];
    else {
      for await (const entry of walk(files, [...folder, name], signal)) {
        if (!entry.folder) yield [name, ...entry.path];
      }
    }
  }
}
