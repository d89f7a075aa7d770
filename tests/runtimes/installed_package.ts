import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** A project that has installed the package from its tarball, with the suite in it. */
export interface InstalledPackage extends AsyncDisposable {
  readonly folder: string;
}

/** Packs and installs; builds first, unless `npm test` has built already. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await mkdtemp(join(tmpdir(), "cs-runtimes-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    if (process.env.CS_BUILT !== "1") await run("npm", ["run", "build"], { cwd: ROOT });
    const args = ["pack", "--json", "--pack-destination", folder];
    const [{ filename }] = JSON.parse((await run("npm", args, { cwd: ROOT })).stdout);
    await writeFile(join(folder, "package.json"), '{"private":true,"type":"module"}');
    await run("npm", ["install", "--no-audit", "--no-fund", join(folder, filename)], {
      cwd: folder,
    });
    await copyFile(new URL("suite.js", import.meta.url), join(folder, "suite.js"));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: dispose };
}
