/**
 * Builds the console into a folder of static files. Runs under Deno and Node, not in the browser.
 *
 * @module
 */
import { build, type Metafile } from "esbuild";
import { cp, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

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
  const { metafile } = await build({
    entryPoints: {
      main: at("console/main.tsx"),
      enroll: at("console/enroll/enroll.ts"),
      embed: at("agent/element/embed.ts"),
    },
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
  });
  await build({
    entryPoints: {
      main: at("console/style/main.css"),
      more: at("console/style/more.css"),
      terminal: at("node_modules/@xterm/xterm/css/xterm.css"),
    },
    outdir,
    bundle: true,
    minify: true,
    logLevel: "warning",
  });
  return [...firstView(metafile, join(outdir, "main.js")), join(outdir, "main.css")];
}

/** A script and all that it imports at once. */
function firstView({ outputs }: Metafile, entry: string): ReadonlySet<string> {
  const files = new Set<string>();
  const add = (path: string) => {
    if (files.has(path)) return;
    files.add(path);
    const output = Object.entries(outputs).find(([name]) => resolve(name) === resolve(path));
    for (const { path, kind } of output?.[1].imports ?? []) {
      if (kind === "import-statement") add(path);
    }
  };
  add(entry);
  return files;
}
