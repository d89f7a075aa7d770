import { chmod, copyFile, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, readManifest, ROOT } from "./entries.ts";
import type { ModuleGraph } from "./modules.ts";

/**
 * Writes the small package of a command: it gives `npx` the name to look for, and brings what the
 * command needs and the library does not install. Its version is that of the library.
 *
 * @param dist Where everything is built.
 * @param sources The sources whose packages the command needs.
 */
export async function writeCommandPackage(
  command: Command,
  sources: readonly string[],
  graph: ModuleGraph,
  dist: string,
): Promise<void> {
  const { name, description, optional, assets } = command;
  const folder = join(dist, "packages", name);
  const { version, license, author, engines, dependencies, peerDependencies } =
    await readManifest();
  const needed = [...new Set(sources.flatMap((source) => graph.packagesOf(source)))]
    .filter((name) => name in peerDependencies && !(name in dependencies)).sort();
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, peerDependencies[name]]));
  const manifest = {
    name,
    version,
    description,
    license,
    author,
    type: "module",
    bin: { [name]: `./${name}.js` },
    files: [`${name}.js`, ...(assets === undefined ? [] : [assets.folder])],
    engines,
    dependencies: {
      "@cs/meshcentral": version,
      ...pick(needed.filter((name) => !optional.includes(name))),
    },
    optionalDependencies: pick(needed.filter((name) => optional.includes(name))),
  };
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`),
    writeFile(join(folder, `${name}.js`), start(command)),
    copyFile(`${ROOT}packaging/readme/${name}.md`, join(folder, "README.md")),
    copyFile(`${ROOT}LICENSE`, join(folder, "LICENSE")),
    assets && cp(join(dist, assets.folder), join(folder, assets.folder), { recursive: true }),
  ]);
  await chmod(join(folder, `${name}.js`), 0o755);
}

function start({ script, assets }: Command): string {
  const setAssets = assets === undefined ? "" : `
import process from "node:process";
import { fileURLToPath } from "node:url";

if (process.env.${assets.variable} === "1") {
  process.env.${assets.variable} = fileURLToPath(new URL("${assets.folder}/", import.meta.url));
}`;
  return `#!/usr/bin/env node
// The command is part of @cs/meshcentral; this package brings what it needs.${setAssets}
const root = import.meta.resolve("@cs/meshcentral/package.json");
await import(new URL("dist/${script}", root).href);
`;
}
