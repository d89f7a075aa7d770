/**
 * Unpacks zip archives; loaded when the first is to be unpacked.
 *
 * @module
 */
import { claim } from "./claim.ts";
import type { FileSystem, FileWriter } from "./file_system.ts";
import { lookahead } from "./lookahead.ts";
import { MadeEntries } from "./made_entries.ts";
import { writeNewFile } from "./new_entry.ts";
import { checkDepth, FilesError } from "./path.ts";
import { refuseOldBrowser } from "./old_browser.ts";
import { pathOf } from "./same_name.ts";
import { Unpacker } from "./unpacker.ts";
import { type UnzipLimits, unzipLimits } from "./unzip_limits.ts";
import { broken, readZipDirectory, type ZipEntry } from "./zip_directory.ts";
import { isFolder, refuseConflicts, type ZipFolder, zipTree } from "./zip_tree.ts";

const LOCAL = 0x0403_4b50;
const LOCAL_SIZE = 30;
const WIDE = 0xffff_ffff;
/** Bytes that an archive may unpack to whatever their ratio is. */
const HARMLESS = 4 * 2 ** 20;
/** Files that are written at the same time. */
const AT_ONCE = 8;

/**
 * Unpacks into a folder, which is made. All that the archive announces is checked before anything is
 * written, and what it holds is checked against that while it is unpacked. Nothing that is there is
 * replaced; when it fails or is canceled, what it has made is removed again, and nothing else.
 *
 * @throws {FilesError}
 */
export async function unzip(
  files: FileSystem,
  input: readonly string[],
  output: readonly string[],
  signal: AbortSignal,
  allowed: Partial<UnzipLimits> = {},
): Promise<void> {
  const limits = unzipLimits(allowed);
  const archive = await files.read(input);
  const entries = await readZipDirectory(archive, limits);
  checkAnnounced(entries, archive.size, limits);
  for (const { path } of entries) checkDepth([...output, ...path]);
  const tree = zipTree(entries);
  await refuseConflicts(files, output, tree);
  refuseOldBrowser();
  signal.throwIfAborted();
  const made = new MadeEntries(files);
  const unpacker = new Unpacker();
  const stop = new AbortController();
  const cancel = () => stop.abort(signal.reason);
  signal.addEventListener("abort", cancel);
  const write = async ({ path, entry }: Planned) => {
    try {
      stop.signal.throwIfAborted();
      const fill = (writer: FileWriter) =>
        unpackEntry(archive, entry, writer, unpacker, stop.signal);
      await writeNewFile(files, path, fill);
      made.addFile(path);
    } catch (error) {
      stop.abort(error); // the others that are being written are to be removed, too
      throw error;
    }
  };
  try {
    for (let depth = 1; depth < output.length; depth++) {
      await makeFolder(files, output.slice(0, depth), made);
    }
    for await (const _ of lookahead(plan(files, output, tree, made), AT_ONCE, write));
  } catch (error) {
    await made.undo();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    unpacker.dispose();
  }
}

function checkAnnounced(
  entries: readonly ZipEntry[],
  packed: number,
  { totalSize, ratio }: UnzipLimits,
): void {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > totalSize) {
    throw new FilesError(`the archive unpacks to ${size} bytes; ${totalSize} are allowed`);
  }
  if (size > HARMLESS && size / packed > ratio) {
    throw new FilesError(
      `the archive unpacks to more than ${ratio} times its size: a bomb, perhaps`,
    );
  }
}

interface Planned {
  readonly path: readonly string[];
  readonly entry: ZipEntry;
}

/** The files, each after its folder was made. */
async function* plan(
  files: FileSystem,
  path: readonly string[],
  folder: ZipFolder,
  made: MadeEntries,
): AsyncGenerator<Planned> {
  await makeFolder(files, path, made);
  for (const { name, content } of folder.children.values()) {
    const inside = [...path, name];
    if (isFolder(content)) yield* plan(files, inside, content, made);
    else yield { path: inside, entry: content };
  }
}

/** Makes a folder, unless there is one. */
async function makeFolder(
  files: FileSystem,
  path: readonly string[],
  made: MadeEntries,
): Promise<void> {
  await claim(path, async () => {
    if (await files.stat(path) !== undefined) return;
    await files.makeFolder(path);
    made.addFolder(path);
  });
}

/** Unpacks an entry, if it is what the directory says. */
async function unpackEntry(
  archive: Blob,
  entry: ZipEntry,
  writer: FileWriter,
  unpacker: Unpacker,
  signal: AbortSignal,
): Promise<void> {
  const { path, packed, size, crc, deflated } = entry;
  const begin = await beginOf(archive, entry);
  let written = 0;
  const give = async (bytes: Uint8Array<ArrayBuffer>) => {
    written += bytes.length;
    if (written > size) throw broken();
    await writer.write(bytes);
  };
  const content = archive.slice(begin, begin + packed);
  const found = await unpacker.unpack(content, deflated, size, give, signal);
  if (found === crc && written === size) return;
  throw new FilesError(`"${pathOf(path)}" in the archive is damaged: transfer it again`);
}

/** Where the bytes of an entry begin: its local header has to say the same as the directory. */
async function beginOf(archive: Blob, entry: ZipEntry): Promise<number> {
  const { offset, rawName, deflated, crc, packed, size, end } = entry;
  const length = LOCAL_SIZE + rawName.length;
  const head = new Uint8Array(await archive.slice(offset, offset + length).arrayBuffer());
  const view = new DataView(head.buffer);
  if (head.length < length || view.getUint32(0, true) !== LOCAL) throw broken();
  const begin = offset + length + view.getUint16(28, true);
  const same = (at: number, value: number) => {
    const local = view.getUint32(at, true);
    return local === value || local === WIDE;
  };
  // With this flag the numbers come after the data.
  const later = (view.getUint16(6, true) & 8) !== 0;
  const agrees = view.getUint16(26, true) === rawName.length &&
    rawName.every((octet, index) => head[LOCAL_SIZE + index] === octet) &&
    (view.getUint16(8, true) === 8) === deflated &&
    (later || (same(14, crc) && same(18, packed) && same(22, size)));
  if (!agrees || begin + packed > end) throw broken();
  return begin;
}
