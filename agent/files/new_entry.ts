/**
 * The rule for names that exist: only an upload replaces a file. A rename, move, copy, zip or unzip
 * refuses.
 *
 * @module
 */
import { claim } from "./claim.ts";
import type { FileSystem, FileWriter } from "./file_system.ts";
import { FilesError } from "./path.ts";
import { pathOf } from "./same_name.ts";

/** Rejects when something has this path. @throws {FilesError} */
export async function refuseExisting(files: FileSystem, path: readonly string[]): Promise<void> {
  if (await files.stat(path) === undefined) return;
  throw new FilesError(
    `"${pathOf(path)}" already exists; choose another name, or delete it first`,
  );
}

/** Makes a folder that must not be there yet. Of two at once the second is refused. */
export async function makeNewFolder(files: FileSystem, path: readonly string[]): Promise<void> {
  await claim(path, async () => {
    await refuseExisting(files, path);
    await files.makeFolder(path);
  });
}

/**
 * Writes a file that must not be there yet: looks before the work begins, and again when it is to take
 * its place. Of two at once the one that ends later is refused. When it fails nothing is left of it.
 */
export async function writeNewFile(
  files: FileSystem,
  path: readonly string[],
  write: (writer: FileWriter) => Promise<void>,
): Promise<void> {
  await refuseExisting(files, path);
  const writer = await files.write(path);
  try {
    await write(writer);
    await claim(path, async () => {
      await refuseExisting(files, path);
      await writer.commit();
    });
  } catch (error) {
    await writer.abort().catch(() => {}); // the first error is the one to tell
    throw error;
  }
}
