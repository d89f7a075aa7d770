import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Builds the script of {@linkcode "./desktop_page.ts"}. */
export async function desktopBundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("desktop_page.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    minify: true, // the worker's program is made of what the bundle is
    target: "es2022",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}
