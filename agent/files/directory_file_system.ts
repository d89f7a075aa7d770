import type { FileInfo, FileSystem } from "./file_system.ts";
import { isUnfinished, newFile, writerOf } from "./new_file.ts";
import { FilesError } from "./path.ts";

/** `FileSystemDirectoryHandle` as it is, with the iteration that some type libraries lack. */
type Directory = FileSystemDirectoryHandle & {
  values(): AsyncIterable<FileSystemHandle>;
};

/**
 * The files below a folder of the browser: its origin-private file system, or one that the person
 * picked (`showDirectoryPicker`). A file takes its place at once when all of it is written, whatever
 * happens to the tab before.
 */
export function directoryFileSystem(
  root: FileSystemDirectoryHandle | (() => Promise<FileSystemDirectoryHandle>),
): FileSystem {
  const open = typeof root === "function" ? root : () => Promise.resolve(root);

  const folder = async (path: readonly string[]): Promise<Directory> => {
    let at = await open();
    for (const name of path) at = await at.getDirectoryHandle(name);
    return at as Directory;
  };
  const place = async (path: readonly string[]): Promise<[Directory, string]> => {
    const name = path.at(-1);
    if (name === undefined) throw new FilesError("the root stays as it is");
    return [await folder(path.slice(0, -1)), name];
  };

  return {
    async list(path) {
      const found: FileInfo[] = [];
      // Of both kinds; TypeScript knows only what they have in common.
      type Entry = FileSystemDirectoryHandle | FileSystemFileHandle;
      for await (const handle of (await folder(path)).values()) {
        if (!isUnfinished(handle.name)) found.push(await describe(handle as Entry));
      }
      return found;
    },
    async stat(path) {
      if (path.length === 0) return { name: "", folder: true, size: 0 };
      try {
        const [parent, name] = await place(path);
        const file = await parent.getFileHandle(name).catch(() => undefined);
        return await describe(file ?? await parent.getDirectoryHandle(name));
      } catch {
        return undefined;
      }
    },
    async read(path) {
      const [parent, name] = await place(path);
      return await (await parent.getFileHandle(name)).getFile();
    },
    async write(path, append = false) {
      const [parent, name] = await place(path);
      // The browser writes beside a file that is there, and puts both in place at once.
      const old = await parent.getFileHandle(name).catch((cause) => {
        if (cause.name !== "TypeMismatchError") return undefined;
        throw new FilesError("a folder has this name", { cause });
      });
      if (old !== undefined) return await writerOf(old, append);
      return await newFile(parent, name);
    },
    async makeFolder(path) {
      const [parent, name] = await place(path);
      await parent.getDirectoryHandle(name, { create: true });
    },
    async remove(path, recursive) {
      const [parent, name] = await place(path);
      await parent.removeEntry(name, { recursive });
    },
  };
}

/** The tab's origin-private file system, which no other origin and no program sees. */
export function opfsFileSystem(): FileSystem {
  return directoryFileSystem(() => navigator.storage.getDirectory());
}

async function describe(handle: FileSystemHandle): Promise<FileInfo> {
  if (handle.kind === "directory") return { name: handle.name, folder: true, size: 0 };
  const { size, lastModified } = await (handle as FileSystemFileHandle).getFile();
  return { name: handle.name, folder: false, size, modified: lastModified };
}
