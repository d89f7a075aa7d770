import type { AccessOptions } from "../access.ts";
import { directoryFileSystem, hasOpfs, opfsFileSystem } from "./directory_file_system.ts";
import type { FileSystem } from "./file_system.ts";
import { memoryFileSystem } from "./memory_file_system.ts";

/** Files of agents outside a browser that name no others; the features of one agent share them. */
const inMemory = new WeakMap<AccessOptions, FileSystem>();

/**
 * A file system out of what `root` may be. By default the tab's OPFS; outside a browser, files in
 * memory that belong to the agent with these options.
 */
export function fileSystemOf(
  root: FileSystem | FileSystemDirectoryHandle | undefined,
  agent: AccessOptions,
): FileSystem {
  if (root === undefined) {
    if (hasOpfs()) return opfsFileSystem();
    const files = inMemory.get(agent) ?? memoryFileSystem();
    inMemory.set(agent, files);
    return files;
  }
  return "getDirectoryHandle" in root ? directoryFileSystem(root) : root;
}
