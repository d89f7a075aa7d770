import { lstat, mkdir, readdir, rm, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { FileInfo, FileSystem } from "../files/file_system.ts";
import { isUnfinished } from "../files/new_file.ts";
import { FilesError } from "../files/path.ts";
import { codeOf, inWords } from "./errors.ts";
import { FileBlob } from "./file_blob.ts";
import { Place } from "./place.ts";
import { writeFile } from "./write_file.ts";

/** Entries of a folder that are looked at at once. */
const AT_ONCE = 64;

/**
 * A folder of the machine as the files of an agent. Operators reach what is in it and nothing else:
 * a symbolic link is listed and can be deleted, and is never followed, wherever it leads. The same
 * holds for devices, sockets and pipes. An upload takes its place at once when all of it is written.
 *
 * Another program that may write into the folder can still move folders while an operation runs; give
 * the agent a folder that only it writes to.
 *
 * @param root Path of the folder, which must exist.
 * @throws {AgentError} `bad-options` if it is not a folder.
 *
 * @example
 * ```ts
 * import { filesFeature } from "@cs/meshcentral/agent";
 * import { nodeFileSystem } from "@cs/meshcentral/agent/node";
 * import { mkdtemp, rm, writeFile } from "node:fs/promises";
 * import assert from "node:assert/strict";
 *
 * const folder = await mkdtemp("/tmp/agent-files-");
 * await writeFile(`${folder}/report.txt`, "all is well");
 * const files = nodeFileSystem(folder);
 * assert.deepEqual((await files.list([])).map(({ name }) => name), ["report.txt"]);
 * const feature = filesFeature({ root: files }); // for `new BrowserAgent({ features: [feature], … })`
 * assert.equal(feature.name, "files");
 * await rm(folder, { recursive: true });
 * ```
 */
export function nodeFileSystem(root: string): FileSystem {
  const place = new Place(root);
  return {
    list: (path) =>
      inWords(async () => {
        const folder = await place.folder(path);
        const names = (await readdir(folder)).filter((name) => !isUnfinished(name));
        const found: FileInfo[] = [];
        for (let at = 0; at < names.length; at += AT_ONCE) {
          const infos = names.slice(at, at + AT_ONCE).map((name) => infoOf(folder, name));
          for (const info of await Promise.all(infos)) if (info !== undefined) found.push(info);
        }
        return found;
      }),
    stat: (path) =>
      inWords(async () => {
        if (path.length === 0) return { name: "", folder: true, size: 0 };
        try {
          const [folder, name] = await place.entry(path);
          return await infoOf(folder, name);
        } catch (error) {
          if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return undefined;
          throw error;
        }
      }),
    read: (path) => inWords(async () => await FileBlob.open(join(...await place.entry(path)))),
    write: (path, append = false) => inWords(async () => await writeFile(place, path, append)),
    makeFolder: (path) =>
      inWords(async () => {
        const [folder, name] = await place.newEntry(path);
        await mkdir(join(folder, name)).catch(async (error) => {
          if (codeOf(error) !== "EEXIST") throw error;
          if ((await infoOf(folder, name))?.folder !== true) {
            throw new FilesError("a file has this name", { cause: error });
          }
        });
      }),
    remove: (path, recursive) =>
      inWords(async () => {
        const file = join(...await place.entry(path));
        if (!(await lstat(file)).isDirectory()) return await unlink(file);
        if (recursive) return await rm(file, { recursive: true });
        const rest = await readdir(file);
        if (!rest.every(isUnfinished)) throw new FilesError("the folder is not empty");
        // What hides in it is left from an upload that broke off.
        await Promise.all(rest.map((name) => unlink(join(file, name))));
        await rmdir(file);
      }),
  };
}

/** Without a size for what is neither a file nor a folder; undefined for what has vanished. */
async function infoOf(folder: string, name: string): Promise<FileInfo | undefined> {
  try {
    const info = await lstat(join(folder, name));
    if (info.isDirectory()) return { name, folder: true, size: 0 };
    if (!info.isFile()) return { name, folder: false };
    return { name, folder: false, size: info.size, modified: Math.trunc(info.mtimeMs) };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
