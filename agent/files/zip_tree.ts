import type { FileSystem } from "./file_system.ts";
import { FilesError } from "./path.ts";
import { folded, pathOf } from "./same_name.ts";
import type { ZipEntry } from "./zip_directory.ts";

/** A folder of an archive, and what is in it, by folded names. */
export interface ZipFolder {
  readonly children: Map<string, ZipNode>;
}

/** An entry of a folder: a folder, or a file with what the archive says of it. */
export interface ZipNode {
  readonly name: string;
  readonly content: ZipFolder | ZipEntry;
}

/**
 * The entries as a tree. Refuses names that are there twice, or that some stores take for the same.
 *
 * @throws {FilesError}
 */
export function zipTree(entries: readonly ZipEntry[]): ZipFolder {
  const root: ZipFolder = { children: new Map() };
  for (const entry of entries) {
    let at = root;
    for (const [index, name] of entry.path.entries()) {
      const file = !entry.folder && index === entry.path.length - 1;
      const key = folded([name]);
      const there = at.children.get(key);
      if (there !== undefined && (file || there.name !== name || !isFolder(there.content))) {
        throw new FilesError(
          `"${pathOf(entry.path)}" is twice in the archive, or only case differs`,
        );
      }
      const content = there?.content ?? (file ? entry : { children: new Map() });
      if (there === undefined) at.children.set(key, { name, content });
      if (isFolder(content)) at = content;
    }
  }
  return root;
}

/** Whether it is a folder. */
export function isFolder(content: ZipFolder | ZipEntry): content is ZipFolder {
  return "children" in content;
}

/**
 * Rejects when a file of the archive, or a folder in the place of a file, is there already.
 *
 * @throws {FilesError}
 */
export async function refuseConflicts(
  files: FileSystem,
  path: readonly string[],
  folder: ZipFolder,
): Promise<void> {
  const info = await files.stat(path);
  if (info === undefined) return;
  if (!info.folder) throw new FilesError(`"${pathOf(path)}" is a file; choose another folder`);
  for (const { name, folder: isThereFolder } of await files.list(path)) {
    const node = folder.children.get(folded([name]));
    if (node === undefined) continue;
    const inside = [...path, name];
    if (node.name !== name || !isFolder(node.content) || !isThereFolder) {
      throw new FilesError(
        `"${pathOf(inside)}" already exists; unpack into another folder, or delete it first`,
      );
    }
    await refuseConflicts(files, inside, node.content);
  }
}
