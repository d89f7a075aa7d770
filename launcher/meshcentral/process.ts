/**
 * Runs MeshCentral's own entry script: as a server, or for one command while the server is stopped.
 *
 * @module
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { Child } from "./child.ts";
import { serverEnvironment } from "./environment.ts";

/** Where an installation and the data of one server are. */
export interface ServerFolders {
  /** The folder above the `node_modules` that holds `meshcentral`. */
  readonly installation: string;
  /** Configuration, keys and database. */
  readonly data: string;
  /** The files that users store on the server. */
  readonly files: string;
}

/** The folders of one server below its data folder; they are made where they are missing. */
export async function serverFolders(installation: string, root: string): Promise<ServerFolders> {
  const folders = {
    installation,
    data: join(root, "meshcentral-data"),
    files: join(root, "meshcentral-files"),
  };
  await mkdir(folders.data, { recursive: true, mode: 0o700 });
  await mkdir(folders.files, { recursive: true, mode: 0o700 });
  return folders;
}

/**
 * Starts MeshCentral as one process. Without `--launch` it would start itself a second time and
 * restart that child whenever it dies. With it, it ends by itself when its stdin ends: when we die,
 * however we die, no server is left behind.
 */
export function spawnMeshCentral(
  folders: ServerFolders,
  args: readonly string[] = [],
  onLine?: (line: string) => void,
): Child {
  return new Child("node", {
    args: [
      "--disable-proto=delete", // as MeshCentral starts its own child
      join(folders.installation, "node_modules", "meshcentral", "meshcentral.js"),
      ...["--datapath", folders.data, "--filespath", folders.files],
      ...args,
      ...["--launch", String(process.pid)],
    ],
    cwd: folders.installation,
    env: serverEnvironment(),
    ...(onLine === undefined ? {} : { onLine }),
  });
}
