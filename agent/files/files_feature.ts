import { Capability, TunnelProtocol } from "../../protocol/mod.ts";
import type { AgentFeature } from "../feature.ts";
import type { TunnelReceiver } from "../tunnel/open_tunnel.ts";
import { tunnelFeature } from "../tunnel/tunnel_feature.ts";
import { directoryFileSystem, opfsFileSystem } from "./directory_file_system.ts";
import type { FileSystem } from "./file_system.ts";
import { FilesService } from "./files_service.ts";
import { sendSingleFile } from "./single_download.ts";

/** What {@linkcode filesFeature} may be told. */
export interface FilesOptions {
  /** Whose files: a folder of the browser, or any file system. @default the tab's OPFS */
  readonly root?: FileSystem | FileSystemDirectoryHandle;
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
  const files = fileSystemOf(options.root);
  return tunnelFeature("files", Capability.Files, () => ({
    kind: "files",
    open(tunnel): TunnelReceiver {
      if (tunnel.protocol !== TunnelProtocol.SingleFile) return new FilesService(tunnel, files);
      void sendSingleFile(tunnel, files);
      return { data: () => {} };
    },
  }));
}

/** A file system out of what `root` may be. */
export function fileSystemOf(root: FilesOptions["root"]): FileSystem {
  if (root === undefined) return opfsFileSystem();
  return "getDirectoryHandle" in root ? directoryFileSystem(root) : root;
}
