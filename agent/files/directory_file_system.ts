import { AgentError } from "../agent_error.ts";
import type { FileInfo, FileSystem } from "./file_system.ts";
import { isUnfinished, newFile, removeAbandoned, writerOf } from "./new_file.ts";
import { FilesError } from "./path.ts";

/** `FileSystemDirectoryHandle` as it is, with the iteration that some type libraries lack. */
type Directory = FileSystemDirectoryHandle & {
  values(): AsyncIterable<FileSystemHandle>;
};

/**
 * Calls of `getFile()` at once; of a larger folder the next ones wait. Fewer at once are slower on a
 * busy machine, and so are calls that begin while the folder is still being read (`bench/files.ts`).
 */
const AT_ONCE = 4_096;
/** Folders that are remembered as tidied up; at the bound all are forgotten, and tidied up again. */
const MAX_TIDY = 1_000;

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
  const placeOfNew = (path: readonly string[]): Promise<[Directory, string]> => {
    if (!isUnfinished(path.at(-1) ?? "")) return place(path);
    throw new FilesError("this name is reserved for files that are not whole yet; choose another");
  };
  const tidy = new Set<string>();
  /** Once per folder: in one of 3,000 files it takes as long as writing a hundred of them. */
  const tidyUp = async (parent: Directory, path: readonly string[]): Promise<void> => {
    const key = path.slice(0, -1).join("/");
    if (tidy.has(key)) return;
    if (tidy.size >= MAX_TIDY) tidy.clear();
    tidy.add(key);
    await removeAbandoned(parent).catch(() => {}); // somebody else's leftovers fail no write
  };
  const looksEmpty = async (path: readonly string[]): Promise<boolean> => {
    try {
      for await (const _ of visible((await folder(path)).values())) return false;
      return true;
    } catch {
      return false; // a file, or not there
    }
  };

  return {
    async list(path) {
      const entries: FileSystemHandle[] = [];
      for await (const entry of visible((await folder(path)).values())) entries.push(entry);
      const found: FileInfo[] = [];
      for (let at = 0; at < entries.length; at += AT_ONCE) {
        for (const info of await Promise.all(entries.slice(at, at + AT_ONCE).map(describe))) {
          if (info !== undefined) found.push(info);
        }
      }
      return found;
    },
    async stat(path) {
      if (path.length === 0) return { name: "", folder: true, size: 0 };
      try {
        const [parent, name] = await place(path);
        const entry: FileSystemHandle = await parent.getFileHandle(name).catch((error) => {
          if (error.name === "TypeMismatchError") return parent.getDirectoryHandle(name);
          throw error;
        });
        return await describe(entry);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async read(path) {
      const [parent, name] = await place(path);
      return await (await parent.getFileHandle(name)).getFile();
    },
    async write(path, append = false) {
      const [parent, name] = await placeOfNew(path);
      // The browser writes beside a file that is there, and puts both in place at once.
      const old = await parent.getFileHandle(name).catch((cause) => {
        if (cause.name === "NotFoundError") return undefined;
        if (cause.name !== "TypeMismatchError") throw cause;
        throw new FilesError("a folder has this name", { cause });
      });
      if (old !== undefined) return await writerOf(old, append);
      await tidyUp(parent, path);
      return await newFile(parent, name);
    },
    async makeFolder(path) {
      const [parent, name] = await placeOfNew(path);
      await parent.getDirectoryHandle(name, { create: true });
    },
    async remove(path, recursive) {
      const [parent, name] = await place(path);
      try {
        await parent.removeEntry(name, { recursive });
      } catch (error) {
        // What hides in it is left from a tab that was closed in the middle of an upload.
        if (recursive || !await looksEmpty(path)) throw error;
        await parent.removeEntry(name, { recursive: true });
      }
    },
  };
}

/** Whether this is a browser with an origin-private file system. */
export function hasOpfs(): boolean {
  return globalThis.navigator?.storage?.getDirectory !== undefined;
}

/**
 * The tab's origin-private file system, which no other origin and no program sees.
 *
 * @throws {AgentError} `bad-options` outside a browser.
 */
export function opfsFileSystem(): FileSystem {
  if (!hasOpfs()) {
    throw new AgentError("bad-options", "opfsFileSystem: only browsers have this file system", {
      hint: "Use memoryFileSystem(), or nodeFileSystem(path) of @cs/meshcentral/agent/node.",
    });
  }
  return directoryFileSystem(() => navigator.storage.getDirectory());
}

async function* visible(
  entries: AsyncIterable<FileSystemHandle>,
): AsyncGenerator<FileSystemHandle> {
  for await (const entry of entries) if (!isUnfinished(entry.name)) yield entry;
}

/** Undefined for a file that vanished; without size and time for one that cannot be read. */
async function describe(entry: FileSystemHandle): Promise<FileInfo | undefined> {
  const { name } = entry;
  if (entry.kind === "directory") return { name, folder: true, size: 0 };
  try {
    const { size, lastModified } = await (entry as FileSystemFileHandle).getFile();
    return { name, folder: false, size, modified: lastModified };
  } catch (error) {
    return isAbsent(error) ? undefined : { name, folder: false };
  }
}

/** Whether an error says that there is nothing, or a file where the path goes on. */
function isAbsent(error: unknown): boolean {
  const { name } = error as { readonly name?: unknown };
  return name === "NotFoundError" || name === "TypeMismatchError";
}
