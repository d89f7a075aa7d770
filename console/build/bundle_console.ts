/**
 * Builds the console into a folder of static files. Runs under Deno and Node, not in the browser.
 *
 * @module
 */
import { build, type BuildOptions } from "esbuild";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { joinStart } from "./join_start.ts";

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

/**
 * Puts scripts and styles there compressed, too, as `.br` and `.gz`: hosts that look for those need
 * not compress them for each visitor, and these are smaller. Not the pages: their policy is edited.
 */
export async function compressConsole(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  await Promise.all(
    names.filter((name) => [".js", ".css"].includes(extname(name))).map(
      async (name) => {
        const path = join(folder, name);
        const bytes = await readFile(path);
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      },
    ),
  );
}

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
