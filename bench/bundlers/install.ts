import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

/** Bundlers that this project does not need itself, in the versions that are weighed. */
const PACKAGES = ["vite@8.4.0", "webpack@5.113.0", "@rollup/plugin-node-resolve@16.0.3"];

/**
 * Installs the bundlers into a cache folder: together they have more packages than this project.
 *
 * @returns Path of their `node_modules`.
 */
export async function installBundlers(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const name = `bundlers-${PACKAGES.join("-").replaceAll(/[^\w.-]+/g, "_")}`;
  const folder = join(cache, "cs-meshcentral", name);
  const modules = join(folder, "node_modules");
  if (existsSync(modules)) return modules;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, "package.json"), '{"private":true}');
  const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", ["install", ...options, ...PACKAGES], { cwd: unfinished });
  await rename(unfinished, folder).catch(async (error) => {
    // Another run was faster; its result is as good.
    await rm(unfinished, { recursive: true });
    if (!existsSync(modules)) throw error;
  });
  return modules;
}
