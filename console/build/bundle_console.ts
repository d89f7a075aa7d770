/**
 * Builds the console into a folder of static files. Runs under Deno and Node, not in the browser.
 *
 * @module
 */
import { build, type BuildOptions } from "esbuild";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { joinStart } from "./join_start.ts";

const SCRIPTS = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  chunkNames: "parts/[name]-[hash]",
  logLevel: "warning",
} satisfies BuildOptions;

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
  const [parts] = await Promise.all([
    joinStart(at("console/main.tsx"), "main", { ...SCRIPTS, outdir }),
    // Runs before the rest is there, so it shares no file with it.
    build({ ...SCRIPTS, outdir, entryPoints: [at("console/early.ts")], format: "iife" }),
    // Apart from the console: they share no page with it, and sharing code means more requests.
    build({
      ...SCRIPTS,
      outdir,
      splitting: true,
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
  for (const part of parts) {
    if (part.type !== "chunk") continue;
    const path = join(outdir, part.fileName);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, part.code);
  }
  return ["early.js", "main.js", "main.css"].map((name) => join(outdir, name));
}
