import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { type Command, type Manifest, readManifest } from "./entries.ts";
import { importPath, type ModuleGraph, write } from "./modules.ts";

/** What explains a missing package. */
export const LOADER = "packaging/missing_package.ts";

/**
 * Writes the module by which a runtime loads a subpath whose packages are optional peers: static
 * imports of a package that is not there fail before any code of ours could say what to install.
 * A bundler, which names the package itself, and `require()`, which loads no module that awaits, have
 * the subpath without it.
 *
 * @returns Whether the subpath needs one.
 */
export async function writeLoader(
  subpath: string,
  source: string,
  graph: ModuleGraph,
  outdir: string,
): Promise<boolean> {
  const packages = await optionalPackages(graph.packagesOf(source));
  if (Object.keys(packages).length === 0) return false;
  const file = `${subpath.replace("./", "")}.js`;
  await write(
    join(outdir, file),
    `import { loadEntry } from "${importPath(file, LOADER)}";
export const {
  ${graph.exportsOf(source).join(",\n  ")},
} = await loadEntry(
  () => import("${importPath(file, source)}"),
  "@cs/meshcentral${subpath.slice(1)}",
  ${JSON.stringify(packages)},
);
`,
  );
  return true;
}

/** Writes the script of a command: it says what to install when packages are missing. */
export async function writeCommand(
  { name, source, script }: Command,
  graph: ModuleGraph,
  outdir: string,
): Promise<void> {
  const packages = await optionalPackages(graph.packagesOf(source));
  await write(
    join(outdir, script),
    `#!/usr/bin/env node
import { loadCommand } from "${importPath(script, LOADER)}";
await loadCommand(
  () => import("${importPath(script, source)}"),
  "${name}",
  ${JSON.stringify(packages)},
);
`,
  );
  await chmod(join(outdir, script), 0o755);
}

/** Those of the packages that installing ours does not install, with their version ranges. */
async function optionalPackages(
  packages: readonly string[],
): Promise<Manifest["peerDependencies"]> {
  const { peerDependencies, dependencies } = await readManifest();
  const optional = packages.filter((name) => name !== "@cs/meshcentral" && !(name in dependencies));
  return Object.fromEntries(optional.map((name) => {
    const range = peerDependencies[name];
    if (range === undefined) {
      throw new Error(`${name} is imported, but is no dependency. Add it to peerDependencies.`);
    }
    return [name, range];
  }));
}
