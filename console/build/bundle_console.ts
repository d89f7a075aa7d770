/**
 * Builds the console into a folder of static files. Runs under Deno and Node, not in the browser.
 *
 * @module
 */
import { build } from "esbuild";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";

/** Builds the console from this checkout. @param root Where `console/` is. */
export async function bundleConsole(root: string, outdir: string): Promise<void> {
  const at = (path: string) => join(root, path);
  await mkdir(outdir, { recursive: true });
  await cp(at("console/static"), outdir, { recursive: true });
  await build({
    entryPoints: {
      main: at("console/main.tsx"),
      "terminal-style": at("node_modules/@xterm/xterm/css/xterm.css"),
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
    logLevel: "warning",
  });
  await build({
    entryPoints: { main: at("console/style/main.css") },
    outdir,
    bundle: true,
    minify: true,
    logLevel: "warning",
  });
}
