import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FileWriter } from "../files/file_system.ts";
import { isAbandoned, isUnfinished, unfinishedName } from "../files/new_file.ts";
import { FilesError } from "../files/path.ts";
import { codeOf, inWords } from "./errors.ts";
import { FileBlob } from "./file_blob.ts";
import type { Place } from "./place.ts";

/** Begins to write a file: under another name until it is whole. */
export async function writeFile(
  place: Place,
  path: readonly string[],
  append: boolean,
): Promise<FileWriter> {
  const [folder, name] = await place.newEntry(path);
  const target = join(folder, name);
  await removeAbandoned(folder).catch(() => {}); // other people's leftovers fail no write
  const before = await FileBlob.open(target).catch((error) => {
    const { cause } = error as { readonly cause?: unknown };
    if (codeOf(cause) === "ENOENT") return undefined;
    throw error;
  });
  const unfinished = join(folder, unfinishedName());
  const handle = await open(unfinished, "wx");
  const discard = async () => {
    await handle.close().catch(() => {});
    await rm(unfinished, { force: true });
  };
  const put = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
    }
  };
  try {
    if (append && before !== undefined) {
      for await (const bytes of before.stream()) await put(bytes);
    }
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    write: (bytes) => inWords(() => put(bytes)),
    commit: () =>
      inWords(async () => {
        try {
          await handle.sync();
          await handle.close();
          // Its folder may have been moved or replaced meanwhile.
          if (await place.folder(path.slice(0, -1)) !== folder) throw new FilesError("not there");
          await rename(unfinished, target);
        } catch (error) {
          await discard();
          throw error;
        }
      }),
    abort: () => inWords(discard),
  };
}

/** Removes what programs that were ended in the middle of an upload have left. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isUnfinished(name)) continue;
    const file = join(folder, name);
    if (isAbandoned((await stat(file)).mtimeMs)) await rm(file, { force: true });
  }
}
