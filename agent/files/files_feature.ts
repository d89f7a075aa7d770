import { Capability } from "../../protocol/capability.ts";
import type { AgentFeature } from "../feature.ts";
import { tunnelFeature } from "../tunnel/tunnel_feature.ts";
import type { FileSystem } from "./file_system.ts";
import type { UnzipLimits } from "./unzip_limits.ts";

/** What {@linkcode filesFeature} may be told. */
export interface FilesOptions {
  /**
   * The files: a folder of the browser, or any file system. Outside a browser, `nodeFileSystem(path)`
   * of `@cs/meshcentral/agent/node` is a real folder.
   * @default the tab's OPFS; outside a browser, files in memory, gone with the process
   */
  readonly root?: FileSystem | FileSystemDirectoryHandle;
  /** What an archive may unpack to; what is not given keeps its default. */
  readonly unzipLimits?: Partial<UnzipLimits>;
}

/**
 * Files of the tab in MeshCentral's own file manager and `meshctrl upload` / `download`.
 *
 * @example An agent with files in memory
 * ```ts
 * import { filesFeature, memoryFileSystem } from "@cs/meshcentral/agent";
 * import assert from "node:assert/strict";
 *
 * const files = memoryFileSystem();
 * await files.makeFolder(["reports"]);
 * const feature = filesFeature({ root: files });
 * assert.equal(feature.name, "files");
 * ```
 */
export function filesFeature(options: FilesOptions = {}): AgentFeature {
  return tunnelFeature("files", Capability.Files, () => ({
    kind: "files",
    open: async (tunnel) => (await import("./serve_files.ts")).serveFiles(tunnel, options),
  }));
}
