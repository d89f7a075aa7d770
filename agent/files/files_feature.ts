import { Capability } from "../../protocol/capability.ts";
import type { OptionNames } from "../../protocol/unknown_option.ts";
import { AgentError } from "../agent_error.ts";
import { checkOptions } from "../check_options.ts";
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

/** The names of {@linkcode FilesOptions}. */
export const FILES_OPTIONS: OptionNames<FilesOptions> = { root: 1, unzipLimits: 1 };

/**
 * Refuses files that plain JavaScript might pass.
 *
 * @param place The feature, as the error names it.
 * @throws {AgentError} `bad-options`
 */
export function checkFiles({ root, unzipLimits }: FilesOptions, place: string): void {
  checkOptions(unzipLimits, { totalSize: 1, ratio: 1, entries: 1 }, `${place}unzipLimits.`);
  if (root === undefined || "list" in Object(root) || "getDirectoryHandle" in Object(root)) return;
  throw new AgentError("bad-options", `${place}root: not a file system`, {
    hint: "For a folder of the machine pass nodeFileSystem(path) of @cs/meshcentral/agent/node.",
  });
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
  checkOptions(options, FILES_OPTIONS, "filesFeature: ");
  checkFiles(options, "filesFeature: ");
  return tunnelFeature("files", Capability.Files, () => ({
    kind: "files",
    open: async (tunnel) => (await import("./serve_files.ts")).serveFiles(tunnel, options),
  }));
}
