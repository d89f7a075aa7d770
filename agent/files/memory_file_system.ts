import type { FileInfo, FileSystem, FileWriter } from "./file_system.ts";
import { FilesError } from "./path.ts";

interface MemoryFile {
  readonly content: Blob;
  readonly modified: number;
}
interface Folder extends Map<string, Folder | MemoryFile> {}

/** Files that are gone with the page. */
export function memoryFileSystem(now: () => number = Date.now): FileSystem {
  const root: Folder = new Map();

  const find = (path: readonly string[]): Folder | MemoryFile | undefined =>
    path.reduce<Folder | MemoryFile | undefined>(
      (at, name) => at instanceof Map ? at.get(name) : undefined,
      root,
    );
  const folder = (path: readonly string[]): Folder => {
    const found = find(path);
    if (found instanceof Map) return found;
    throw new FilesError(`no folder: /${path.join("/")}`);
  };
  const place = (path: readonly string[]): [Folder, string] => {
    const name = path.at(-1);
    if (name === undefined) throw new FilesError("the root stays as it is");
    return [folder(path.slice(0, -1)), name];
  };

  return {
    list: (path) => attempt(() => [...folder(path)].map(([name, entry]) => describe(name, entry))),
    stat: (path) =>
      attempt(() => {
        const found = find(path);
        return found && describe(path.at(-1) ?? "", found);
      }),
    read: (path) =>
      attempt(() => {
        const found = find(path);
        if (found === undefined || found instanceof Map) {
          throw new FilesError(`no file: /${path.join("/")}`);
        }
        return found.content;
      }),
    write: (path, append = false) =>
      attempt((): FileWriter => {
        const current = (): [Folder, string, MemoryFile | undefined] => {
          const [parent, name] = place(path);
          const old = parent.get(name);
          if (old instanceof Map) throw new FilesError("a folder has this name");
          return [parent, name, old];
        };
        const [, , old] = current();
        const parts: BlobPart[] = append && old !== undefined ? [old.content] : [];
        return {
          write: (bytes) => attempt(() => void parts.push(bytes.slice())),
          commit: () =>
            attempt(() => {
              const [parent, name] = current(); // its folder may have changed meanwhile
              parent.set(name, { content: new Blob(parts), modified: now() });
            }),
          abort: () => attempt(() => void parts.splice(0)),
        };
      }),
    makeFolder: (path) =>
      attempt(() => {
        const [parent, name] = place(path);
        const found = parent.get(name);
        if (found === undefined) parent.set(name, new Map());
        else if (!(found instanceof Map)) throw new FilesError("a file has this name");
      }),
    remove: (path, recursive) =>
      attempt(() => {
        const [parent, name] = place(path);
        const found = parent.get(name);
        if (found instanceof Map && found.size > 0 && !recursive) {
          throw new FilesError("the folder is not empty");
        }
        if (!parent.delete(name)) throw new FilesError("not there");
      }),
  };
}

function describe(name: string, entry: Folder | MemoryFile): FileInfo {
  if (entry instanceof Map) return { name, folder: true, size: 0 };
  return { name, folder: false, size: entry.content.size, modified: entry.modified };
}

function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
