import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import ts from "typescript";
import { ROOT } from "./entries.ts";

/**
 * Writes the declarations of the entries. What no entry exports is not in them, above all the
 * schemas of the API: a client of the API would need valibot to read those.
 */
export async function writeDeclarations(
  entries: readonly string[],
  outdir: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cs-declarations-"));
  try {
    emitDeclarations(entries, folder);
    const declared = (entry: string) => entry.replace(/\.ts$/, ".d");
    const bundle = await rollup({
      input: Object.fromEntries(
        entries.map((entry) => [declared(entry), join(folder, `${declared(entry)}.ts`)]),
      ),
      external: /^[^./]/,
      plugins: [dts()],
      onLog(level, log) {
        // An entry may have nothing but augmentations in it.
        if (level === "warn" && log.code !== "EMPTY_BUNDLE") throw new Error(log.message);
      },
    });
    await bundle.write({
      dir: outdir,
      // `using` is in few projects' `lib`.
      banner: '/// <reference lib="esnext.disposable" />',
      entryFileNames: "[name].ts",
      chunkFileNames: "types/[name]-[hash].d.ts",
    });
    await bundle.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Emits one file for each source. */
function emitDeclarations(entries: readonly string[], outdir: string): void {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const program = ts.createProgram(entries.map((entry) => join(ROOT, entry)), {
    ...options,
    noEmit: false,
    noCheck: true, // `deno check` has done it
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: ROOT,
    outDir: outdir,
  });
  program.emit();
}
