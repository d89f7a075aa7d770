/**
 * Builds the console into a folder of static files. Runs under Deno and Node, not in the browser.
 *
 * @module
 */
import { build, type BuildOptions, type Metafile } from "esbuild";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";

/**
 * Builds the console from this checkout.
 *
 * @param root Where `console/` is.
 * @returns The scripts and styles that the first view loads.
 */
export async function bundleConsole(root: string, outdir: string): Promise<readonly string[]> {
  const at = (path: string) => join(root, path);
  await mkdir(outdir, { recursive: true });
  await cp(at("console/static"), outdir, { recursive: true });
  const [{ metafile }] = await Promise.all([
    build({
      ...scripts(outdir),
      entryPoints: { early: at("console/early.ts"), main: at("console/main.tsx") },
    }),
    // Apart from the console: they share no page with it, and sharing code means more requests.
    build({
      ...scripts(outdir),
      entryPoints: { enroll: at("console/enroll/enroll.ts"), embed: at("agent/element/embed.ts") },
    }),
    build({
      entryPoints: {
        main: at("console/style/main.css"),
        more: at("console/style/more.css"),
        terminal: at("node_modules/@xterm/xterm/css/xterm.css"),
      },
      outdir,
      bundle: true,
      minify: true,
      logLevel: "warning",
    }),
  ]);
  const entries = ["early.js", "main.js"].map((name) => join(outdir, name));
  const loaded = new Set(entries.flatMap((entry) => [...withImports(metafile, entry)]));
  await preload(
    join(outdir, "index.html"),
    [...loaded].filter((path) => !entries.includes(path)).map((path) => relative(outdir, path)),
  );
  return [...loaded, join(outdir, "main.css")];
}

function scripts(outdir: string): BuildOptions & { readonly metafile: true } {
  return {
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    chunkNames: "parts/[name]-[hash]",
    metafile: true,
    logLevel: "warning",
  };
}

/** Tells browsers of the modules that the page's scripts import, before they have read those. */
async function preload(page: string, scripts: readonly string[]): Promise<void> {
  const links = scripts
    .map((path) => `    <link rel="modulepreload" href="${path}">\n`).join("");
  const html = await readFile(page, "utf8");
  await writeFile(page, html.replace(/ *<script type="module"/, (script) => links + script));
}

/** A script and all that it imports at once. */
function withImports({ outputs }: Metafile, entry: string): ReadonlySet<string> {
  const files = new Set<string>();
  const add = (path: string) => {
    if (files.has(path)) return;
    files.add(path);
    const output = Object.entries(outputs).find(([name]) => resolve(name) === path);
    for (const { path, kind } of output?.[1].imports ?? []) {
      if (kind === "import-statement") add(resolve(path));
    }
  };
  add(resolve(entry));
  return files;
}
