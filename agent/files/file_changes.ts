import type { JsonObject, JsonValue } from "../../protocol/mod.ts";
import type { FileSystem } from "./file_system.ts";
import { LeftOut } from "./left_out.ts";
import { makeNewFolder } from "./new_entry.ts";
import { FilesError, joinPath, parsePath } from "./path.ts";
import { removeTree } from "./remove_tree.ts";
import { pathOf } from "./same_name.ts";
import { copy, move } from "./tree.ts";

/** Names that one request may list: more than a person selects. */
const MAX_NAMES = 10_000;

/** Logs a change: number and words of the event log, then paths, or a single name as it is. */
export type Log = (
  id: number,
  what: string,
  ...subjects: readonly (readonly string[] | string)[]
) => void;

/** Makes a folder. @throws {FilesError} */
export async function makeFolder(files: FileSystem, { path }: JsonObject, log: Log): Promise<void> {
  const folder = parsePath(path);
  await makeNewFolder(files, folder);
  log(44, "Create folder", folder);
}

/** Gives an entry another name; its own name changes nothing. @throws {FilesError} */
export async function rename(
  files: FileSystem,
  { path, oldname, newname }: JsonObject,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  const from = joinPath(path, oldname);
  const to = joinPath(path, newname);
  if (pathOf(from) !== pathOf(to)) await move(files, from, to, signal);
  else if (await files.stat(from) === undefined) throw new FilesError("not there");
  log(48, "Rename", from, to.at(-1) ?? "");
}

/** Removes entries of a folder; one that fails does not keep the others. @throws {FilesError} */
export async function remove(
  files: FileSystem,
  { path, delfiles, rec }: JsonObject,
  log: Log,
): Promise<void> {
  // The native agent compares by `==`.
  const recursive = rec === true || rec === 1;
  await forEachName(path, delfiles, async (name) => {
    const entry = joinPath(path, name);
    if (await files.stat(entry) === undefined) throw new FilesError("not there");
    await (recursive ? removeTree(files, entry) : files.remove(entry, false));
    log(45, "Delete", entry);
  });
}

/** Copies or moves entries to another folder; as with {@linkcode remove}. @throws {FilesError} */
export async function transfer(
  files: FileSystem,
  { action, names, scpath, dspath }: JsonObject,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  const [work, id, what] = action === "copy"
    ? [copy, 51, "Copy"] as const
    : [move, 52, "Move"] as const;
  await forEachName(scpath, names, async (name) => {
    const from = joinPath(scpath, name);
    const to = joinPath(dspath, name);
    await work(files, from, to, signal);
    log(id, what, from, to);
  });
}

async function forEachName(
  folder: JsonValue | undefined,
  names: JsonValue | undefined,
  work: (name: JsonValue) => Promise<void>,
): Promise<void> {
  if (!Array.isArray(names) || names.length > MAX_NAMES) {
    throw new FilesError(`the list of names is missing, or longer than ${MAX_NAMES}`);
  }
  const failed = new LeftOut();
  for (const name of names as readonly JsonValue[]) {
    const path = [folder, name].flatMap((part) =>
      `${part}`.split("/").filter((name) => name !== "")
    );
    await work(name).catch((error) => failed.add(path, error));
  }
  if (failed.count === 0) return;
  const part = names.length === 1 ? "" : `${failed.count} of ${names.length}: `;
  throw new FilesError(`${part}${failed}`);
}
