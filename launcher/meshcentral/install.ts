/**
 * Installs a real MeshCentral from a lock file of this project into a cache folder outside of the
 * repository, once for all runs. It must not sit in the project's own `node_modules`: at start-up it
 * runs `npm install` two folders up when it misses a module.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import { access, copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Child, quoteLastLines } from "./child.ts";
import { npmEnvironment } from "./environment.ts";
import { LauncherError } from "./errors.ts";
import {
  defaultMeshCentralVersion,
  isMeshCentralVersion,
  meshCentralVersions,
} from "./versions.ts";

/** What {@linkcode installMeshCentral} may be told. */
export interface InstallOptions {
  /** One of {@linkcode meshCentralVersions}. */
  readonly version?: string | undefined;
  /** Told what is going on, in one line each. */
  readonly onProgress?: ((text: string) => void) | undefined;
  /** Stops npm and removes what it left. */
  readonly signal?: AbortSignal | undefined;
}

/** Written last into an installation: it is complete. */
const marker = ".complete";

/** Where installations are kept: `CS_MESHCENTRAL_CACHE`, or a folder in the user's cache. */
export function installationsFolder(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return env["CS_MESHCENTRAL_CACHE"] || join(cache, "cs-meshcentral");
}

/**
 * Installs a version if it is not there yet.
 *
 * @returns the folder above the `node_modules` that holds `meshcentral`
 */
export async function installMeshCentral(options: InstallOptions = {}): Promise<string> {
  const version = options.version ?? defaultMeshCentralVersion;
  if (!isMeshCentralVersion(version)) {
    throw new LauncherError(
      "unknown-version",
      `There is no lock file for MeshCentral ${version}. Known: ${meshCentralVersions.join(", ")}.`,
    );
  }
  const source = fileURLToPath(new URL(`./${version}/`, import.meta.url));
  const lock = await readFile(join(source, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const target = join(installationsFolder(), `${version}-${hash}`);
  if (!await exists(join(target, marker))) {
    options.onProgress?.(`Installing MeshCentral ${version} into ${target} (about 20 s, once)`);
    await installFromLock(source, target, options);
  }
  return target;
}

/**
 * `npm ci` in a folder of its own, which then becomes `target` by a rename: another process that
 * does the same at the same time sees either nothing or everything.
 */
export async function installFromLock(
  source: string,
  target: string,
  options: Pick<InstallOptions, "signal"> & { readonly npm?: string } = {},
): Promise<void> {
  const folder = `${target}.${randomBytes(6).toString("hex")}.part`;
  try {
    await mkdir(folder, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) {
      await copyFile(join(source, file), join(folder, file));
    }
    await runNpm(folder, options.npm ?? "npm", options.signal);
    await writeFile(join(folder, marker), "");
    await moveInPlace(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runNpm(cwd: string, npm: string, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const child = new Child(npm, { args, cwd, env: npmEnvironment() });
  const abort = () => void child.end("SIGTERM");
  signal?.addEventListener("abort", abort);
  try {
    const { code } = await child.exited;
    signal?.throwIfAborted();
    if (code !== 0) {
      throw new LauncherError(
        "install-failed",
        `npm could not install MeshCentral (exit code ${code}). Likely its registry is out of ` +
          `reach, or the disk is full. npm said:\n${quoteLastLines(child.output)}`,
      );
    }
  } catch (cause) {
    if (cause instanceof LauncherError || signal?.aborted) throw cause;
    throw new LauncherError(
      "install-failed",
      `npm could not be started: ${String(cause)}. Install Node.js with npm, and have it on PATH.`,
      { cause },
    );
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** Keeps what another process has put there meanwhile, unless that is a broken installation. */
async function moveInPlace(folder: string, target: string): Promise<void> {
  if (await exists(join(target, marker))) return;
  const broken = `${folder}.old`;
  await rename(target, broken).catch(ignoreMissing);
  await rename(folder, target).catch(async (error: unknown) => {
    if (!await exists(join(target, marker))) throw error;
  });
  await rm(broken, { recursive: true, force: true });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
