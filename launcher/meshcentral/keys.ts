/**
 * Keys that servers of the same installation may share in tests: making them takes most of a first
 * start.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { copyFile, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** The names of MeshCentral's certificate and key files. */
const keyFile = /-cert-(private\.key|public\.crt)$/;

/** Copies the stored keys of an installation into a data folder; nothing if there are none. */
export async function restoreKeys(installation: string, data: string): Promise<void> {
  await copyKeys(join(installation, "keys"), data);
}

/** Stores the keys of a data folder with the installation, unless some are stored already. */
export async function storeKeys(installation: string, data: string): Promise<void> {
  const part = join(installation, `keys.${randomBytes(6).toString("hex")}.part`);
  await mkdir(part, { mode: 0o700 });
  try {
    await copyKeys(data, part);
    await rename(part, join(installation, "keys"));
  } catch (error) {
    // Somebody else's keys are there: as good as these.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function copyKeys(from: string, to: string): Promise<void> {
  const names = await readdir(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names.filter((name) => keyFile.test(name))) {
    await copyFile(join(from, name), join(to, name));
  }
}
