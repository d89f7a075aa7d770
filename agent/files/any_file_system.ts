import { directoryFileSystem, opfsFileSystem } from "./directory_file_system.ts";
import type { FileSystem } from "./file_system.ts";

/** A file system out of what `root` may be; the tab's OPFS when it is nothing. */
export function fileSystemOf(root?: FileSystem | FileSystemDirectoryHandle): FileSystem {
  if (root === undefined) return opfsFileSystem();
  return "getDirectoryHandle" in root ? directoryFileSystem(root) : root;
}
