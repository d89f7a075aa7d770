import type { FileSystem } from "./file_system.ts";
import { LeftOut } from "./left_out.ts";

/**
 * Removes a file, or a folder with all that is in it. When that fails it removes what it can, and names
 * the rest.
 *
 * @throws {FilesError}
 */
export async function removeTree(files: FileSystem, path: readonly string[]): Promise<void> {
  const leftOut = new LeftOut();
  await removeAll(files, path, leftOut);
  leftOut.throwIfAny("could not be deleted");
}

async function removeAll(
  files: FileSystem,
  path: readonly string[],
  leftOut: LeftOut,
): Promise<void> {
  const error = await attempt(() => files.remove(path, true));
  if (error === undefined) return;
  const before = leftOut.count;
  const infos = await files.list(path).catch(() => []); // not a folder, not readable, or not there
  for (const { name } of infos) await removeAll(files, [...path, name], leftOut);
  if (leftOut.count > before) return;
  const again = infos.length > 0 ? await attempt(() => files.remove(path, true)) : error;
  if (again === undefined) return;
  const vanished = await files.stat(path).then((info) => info === undefined, () => false);
  if (!vanished) leftOut.add(path, again);
}

/** What a work failed with; undefined when it did not. */
async function attempt(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error("it failed");
  }
}
