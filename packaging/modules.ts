import { build, type BuildOptions, type Metafile } from "esbuild";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { BARRELS, readBarrel } from "./barrels.ts";
import { COMPANIONS, ROOT } from "./entries.ts";

/** The modules of the package. */
export interface ModuleGraph {
  /** Names of the packages that an entry and everything it imports load, now or later. */
  packagesOf(entry: string): readonly string[];
  /** Names that an entry exports. */
  exportsOf(entry: string): readonly string[];
}

const OPTIONS = {
  absWorkingDir: ROOT,
  outbase: ".",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  packages: "external",
  metafile: true,
  logLevel: "warning",
} satisfies BuildOptions;

/**
 * Compiles the modules of the package. Every module that a barrel re-exports is an entry, so that
 * one file never has code in it that a page needs together with code that the page may not need: a
 * bundler keeps or leaves out, and loads now or later, whole files.
 */
export async function compileModules(
  entries: readonly string[],
  outdir: string,
): Promise<ModuleGraph> {
  const exports = await Promise.all(BARRELS.map(readBarrel));
  const modules = exports.flat().map(({ source }) => source);
  const all = new Set([...entries, ...modules].filter((entry) => !BARRELS.includes(entry)));
  const [{ metafile }] = await Promise.all([
    // The whole graph, for what is asked about it.
    build({ ...OPTIONS, entryPoints: [...entries], outdir, write: false }),
    build({
      ...OPTIONS,
      entryPoints: [...all].filter((entry) => !entry.startsWith("examples/")),
      outdir,
      chunkNames: "chunks/[name]-[hash]",
    }),
  ]);
  const later = loadedLater(metafile);
  await Promise.all(BARRELS.map((barrel) => writeBarrel(barrel, later, outdir)));
  return {
    packagesOf: (entry) => packagesFrom(metafile, entry),
    exportsOf: (entry) =>
      Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === entry)?.exports ?? [],
  };
}

/**
 * Writes a barrel. esbuild counts every file that a barrel re-exports as loaded together with it, if
 * anything loads that file at all. So each that is loaded later gets an alias in a file of its own, which
 * nothing else imports: where the alias is not used, no bundler looks behind it.
 */
async function writeBarrel(
  barrel: string,
  later: ReadonlySet<string>,
  outdir: string,
): Promise<void> {
  const lines = await Promise.all((await readBarrel(barrel)).map(async ({ source, names }) => {
    if (names.length === 0) return `export * from "${importPath(barrel, source)}";`;
    if (!later.has(source)) {
      return `export { ${names.join(", ")} } from "${importPath(barrel, source)}";`;
    }
    const alias = join(dirname(barrel), "exports", source.replaceAll("/", "_"));
    const list = (form: (name: string) => string) => names.map(form).join(", ");
    await write(
      join(outdir, compiled(alias)),
      `import { ${list((name) => `${name} as ${name}_`)} } from "${importPath(alias, source)}";
${names.map((name) => `export const ${name} = ${name}_;`).join("\n")}
`,
    );
    return `export { ${list((name) => name)} } from "${importPath(barrel, alias)}";`;
  }));
  await write(join(outdir, compiled(barrel)), `${lines.join("\n")}\n`);
}

/** Sources that something loads only when it needs them, with what those import. */
function loadedLater({ inputs }: Metafile): ReadonlySet<string> {
  const later = new Set<string>();
  const visit = (file: string) => {
    if (later.has(file)) return;
    later.add(file);
    for (const { path, external, kind } of inputs[file]?.imports ?? []) {
      if (external !== true && kind !== "dynamic-import") visit(path);
    }
  };
  for (const { imports } of Object.values(inputs)) {
    for (const { path, kind, external } of imports) {
      if (kind === "dynamic-import" && external !== true) visit(path);
    }
  }
  return later;
}

function packagesFrom({ inputs }: Metafile, start: string): readonly string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, external } of inputs[file]?.imports ?? []) {
      if (external !== true) visit(path);
      else if (!/^(?:node:|<)/.test(path)) addPackage(packageName(path));
    }
  };
  const addPackage = (name: string) => {
    packages.add(name);
    COMPANIONS[name]?.forEach(addPackage);
  };
  visit(start);
  return [...packages].sort();
}

function packageName(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** Name of the compiled file of a source. */
export function compiled(source: string): string {
  return source.replace(/\.tsx?$/, ".js");
}

/** The path by which the compiled file of one source imports that of another one. */
export function importPath(from: string, to: string): string {
  const path = relative(dirname(from), compiled(to));
  return path.startsWith(".") ? path : `./${path}`;
}

/** Writes a file, and the folder that it is in. */
export async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
