import { build } from "esbuild";
import { fileURLToPath } from "node:url";

/** A module of this folder and all it imports, as one script. */
export async function bundle(entry: string, platform: "node" | "browser"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: "esm",
    platform,
    target: "es2022",
    write: false,
    // `ws` is CommonJS and asks for Node's modules by `require`.
    banner: platform === "node"
      ? {
        js:
          'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      }
      : {},
  });
  const [script] = outputFiles ?? [];
  if (script === undefined) throw new Error("esbuild made no bundle");
  return script.text;
}
