import { FilesError } from "./path.ts";
import type { UnzipLimits } from "./unzip_limits.ts";
import { zipName } from "./zip_name.ts";

/** A file or folder of an archive, as the archive's central directory announces it. */
export interface ZipEntry {
  readonly path: readonly string[];
  readonly folder: boolean;
  /** Whether its bytes are deflated; else they are stored as they are. */
  readonly deflated: boolean;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes once unpacked: what the archive says. */
  readonly size: number;
  /** Where its local header is. */
  readonly offset: number;
  /** Where the next entry, or the directory, begins. */
  readonly end: number;
  /** The name as it is written, for the local header must have the same. */
  readonly rawName: Uint8Array;
}

const END = 0x0605_4b50;
const END_64 = 0x0606_4b50;
const LOCATOR_64 = 0x0706_4b50;
const ENTRY = 0x0201_4b50;
const END_SIZE = 22;
const LOCATOR_SIZE = 20;
const END_64_SIZE = 56;
const ENTRY_SIZE = 46;
/** Bytes of a central directory: 1,600 for each of 10,000 entries. */
const MAX_DIRECTORY = 2 ** 24;
const WIDE = 0xffff_ffff;

/**
 * Reads the central directory of a zip archive, and refuses what is unsafe or broken before anything
 * is unpacked.
 *
 * @throws {FilesError}
 */
export async function readZipDirectory(
  archive: Blob,
  limits: UnzipLimits,
): Promise<readonly ZipEntry[]> {
  const { count, offset, size } = await readEnd(archive);
  if (count > limits.entries) {
    throw new FilesError(`the archive has ${count} entries; ${limits.entries} are allowed`);
  }
  if (size > MAX_DIRECTORY) throw new FilesError("the archive's directory is too large");
  const view = await viewOf(archive, offset, offset + size);
  const entries: Omit<ZipEntry, "end">[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > view.byteLength || view.getUint32(at, true) !== ENTRY) throw broken();
    const length = ENTRY_SIZE + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (at + length > view.byteLength) throw broken();
    entries.push(readEntry(new DataView(view.buffer, view.byteOffset + at, length)));
    at += length;
  }
  if (at !== view.byteLength) throw broken();
  return withEnds(entries, offset);
}

async function readEnd(
  archive: Blob,
): Promise<{ readonly count: number; readonly offset: number; readonly size: number }> {
  const start = Math.max(0, archive.size - END_SIZE - 0xffff);
  const view = await viewOf(archive, start, archive.size);
  let at = view.byteLength - END_SIZE;
  const ends = () => at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength;
  while (at >= 0 && !(view.getUint32(at, true) === END && ends())) at--;
  if (at < 0) throw new FilesError("not a zip archive, or its end is missing: transfer it again");
  const wide = at >= LOCATOR_SIZE && view.getUint32(at - LOCATOR_SIZE, true) === LOCATOR_64;
  if (wide) return await readEnd64(archive, new DataView(view.buffer, at - LOCATOR_SIZE));
  const disks = view.getUint16(at + 4, true) + view.getUint16(at + 6, true);
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const offset = view.getUint32(at + 16, true);
  const split = disks !== 0 || count !== view.getUint16(at + 8, true);
  return checkedEnd({ count, offset, size, split, end: start + at });
}

async function readEnd64(archive: Blob, locator: DataView) {
  const at = wide(locator, 8);
  const view = await viewOf(archive, at, at + END_64_SIZE);
  if (view.byteLength < END_64_SIZE || view.getUint32(0, true) !== END_64) throw broken();
  const count = wide(view, 32);
  const disks = view.getUint32(16, true) + view.getUint32(20, true) + locator.getUint32(4, true);
  const split = disks !== 0 || count !== wide(view, 24);
  return checkedEnd({ count, size: wide(view, 40), offset: wide(view, 48), split, end: at });
}

function checkedEnd({ count, offset, size, split, end }: {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
  readonly split: boolean;
  readonly end: number;
}) {
  if (split) throw new FilesError("a part of an archive in several files: put them together first");
  if (offset + size !== end || count * ENTRY_SIZE > size) throw broken();
  return { count, offset, size };
}

function readEntry(view: DataView<ArrayBuffer>): Omit<ZipEntry, "end"> {
  const nameEnd = ENTRY_SIZE + view.getUint16(28, true);
  const rawName = new Uint8Array(view.buffer, view.byteOffset + ENTRY_SIZE, nameEnd - ENTRY_SIZE);
  const flags = view.getUint16(8, true);
  const { name, path, folder } = zipName(rawName, (flags & 0x800) !== 0);
  const refuse = (why: string) => new FilesError(`${JSON.stringify(name)} ${why}`);
  if ((flags & 0x2041) !== 0) throw refuse("is encrypted: unpack it where its password is known");
  const method = view.getUint16(10, true);
  if (method !== 0 && method !== 8) throw refuse(`is packed by method ${method}, not by deflate`);
  // Of Unix: the type of the file, in the upper half of its attributes.
  const type = view.getUint8(5) === 3 ? view.getUint16(40, true) & 0xf000 : 0;
  // 1: a pipe, as `zip -` calls what it read from its input.
  if (![0, 0x8000, 0x4000, 0x1000].includes(type)) {
    throw refuse("is a link or a device, not a file or folder");
  }
  const sizes = [view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)];
  const [size = 0, packed = 0, offset = 0] = withWide(view, nameEnd, sizes);
  if (folder && size > 0) throw refuse("is a folder with the content of a file");
  if (method === 0 && size !== packed) throw broken();
  return {
    path,
    folder,
    deflated: method === 8,
    crc: view.getUint32(16, true),
    packed,
    size,
    offset,
    rawName,
  };
}

/** Numbers that do not fit are all ones, and in the extra field of zip64 instead, in this order. */
function withWide(view: DataView, from: number, sizes: readonly number[]): readonly number[] {
  if (!sizes.includes(WIDE)) return sizes;
  const end = from + view.getUint16(30, true);
  for (let at = from; at + 4 <= end;) {
    const next = at + 4 + view.getUint16(at + 2, true);
    if (next > end) break;
    if (view.getUint16(at, true) === 1) {
      let field = at + 4;
      return sizes.map((value) => {
        if (value !== WIDE) return value;
        field += 8;
        if (field > next) throw broken();
        return wide(view, field - 8);
      });
    }
    at = next;
  }
  throw broken();
}

/** Entries that share bytes, or lie in the directory, are the trick of a bomb. */
function withEnds(entries: readonly Omit<ZipEntry, "end">[], directory: number): ZipEntry[] {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  const ends = new Map(
    sorted.map((entry, index) => [entry, sorted[index + 1]?.offset ?? directory]),
  );
  return entries.map((entry) => {
    const end = ends.get(entry) ?? 0;
    if (entry.offset + entry.packed > end) throw broken();
    return { ...entry, end };
  });
}

function wide(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw broken();
  return value;
}

async function viewOf(archive: Blob, from: number, to: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await archive.slice(from, to).arrayBuffer());
}

/** The one error for all that contradicts itself. */
export function broken(): FilesError {
  return new FilesError("the archive is damaged, or was made to mislead: transfer it again");
}
