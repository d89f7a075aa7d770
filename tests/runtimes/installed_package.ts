import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { packTarballs } from "../package/tarballs.ts";

/** A project that has installed the package from its tarball, with the suite in it. */
export interface InstalledPackage extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Packs and installs the library, and what its REST API needs; builds first, unless `npm test` has
 * built already.
 */
export async function installPackage(): Promise<InstalledPackage> {
  const tarballs = await packTarballs();
  const dispose = () => tarballs[Symbol.asyncDispose]();
  try {
    const folder = await tarballs.install("@cs/meshcentral", "cs-serve-api");
    await copyFile(new URL("suite.js", import.meta.url), join(folder, "suite.js"));
    return { folder, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
