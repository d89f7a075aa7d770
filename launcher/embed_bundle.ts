import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const ENTRY = "../agent/element/embed.ts";
const WORKER = "../agent/worker/worker_file.ts";

/** `<mesh-agent>` as one self-contained script, as `dist/embed.js` is in the npm package. */
export function bundleEmbed(): Promise<string> {
  return bundle(ENTRY);
}

/** The workers of `<mesh-agent>` in one script, as `dist/cs-mesh-worker.js` is in the npm package. */
export function bundleWorker(): Promise<string> {
  return bundle(WORKER);
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild made no bundle");
  return file.text;
}
