import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** The packages of this project, packed as they are published. */
export interface Tarballs extends AsyncDisposable {
  /** Paths of the tarballs, by the names of the packages. */
  readonly paths: ReadonlyMap<string, string>;
  /** Creates the folder of a project that has installed these packages, ours or of the registry. */
  install(...names: readonly string[]): Promise<string>;
}

/** Packs every package of ours; builds first, unless `npm test` has built already. */
export async function packTarballs(): Promise<Tarballs> {
  const folder = await mkdtemp(join(tmpdir(), "cs-package-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    if (process.env.CS_BUILT !== "1") await run("npm", ["run", "build"], { cwd: ROOT });
    const commands = join(ROOT, "dist", "packages");
    const names = (await readdir(commands)).sort();
    const packed = await Promise.all(
      [ROOT, ...names.map((name) => join(commands, name))].map((cwd) => pack(cwd, folder)),
    );
    const paths = new Map(packed);
    let projects = 0;
    return {
      paths,
      async install(...names) {
        const project = join(folder, `project-${projects++}`);
        await mkdir(project);
        await writeFile(join(project, "package.json"), '{"private":true,"type":"module"}');
        await npmInstall(project, withTarballs(names, paths));
        return project;
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * The arguments of `npm install` that put our tarballs in the place of the published packages of the
 * same names, whatever version is asked for.
 */
export function withTarballs(
  names: readonly string[],
  paths: ReadonlyMap<string, string>,
): readonly string[] {
  const ours = names.map((name) => paths.get(name.replace(/(.)@[^@/]*$/, "$1")) ?? name);
  // What a package of ours depends on is not published either.
  const library = paths.get("@cs/meshcentral") ?? "";
  return ours.some((name) => name.endsWith(".tgz")) ? [...new Set([library, ...ours])] : ours;
}

async function npmInstall(cwd: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const options = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...options, ...names], { cwd });
}

async function pack(cwd: string, folder: string): Promise<readonly [name: string, path: string]> {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd });
  const [{ name, filename }] = JSON.parse(stdout);
  return [name, join(folder, filename)];
}
