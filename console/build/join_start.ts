import { build, type BuildOptions } from "esbuild";
import { relative } from "node:path";
import { rollup, type RollupOutput } from "rollup";

/**
 * Nearly all of the start runs at once: V8 compiles all of it while it comes in, beside the main
 * thread, instead of each function when it is first called.
 */
const COMPILE_ALL = "//# allFunctionsCalledOnLoad";

/**
 * Builds a page's script so that all that runs at its start is one file, and all that is loaded
 * later is apart. A bundler that splits code puts what both use into files of their own; each of
 * them is a request that the first view waits for.
 *
 * @param entry The script.
 * @param name Of the file that becomes of it.
 */
export async function joinStart(
  entry: string,
  name: string,
  options: BuildOptions & { readonly outdir: string },
): Promise<RollupOutput["output"]> {
  const { outputFiles } = await build({
    ...options,
    entryPoints: { [name]: entry },
    splitting: true,
    write: false,
  });
  const files = new Map(
    outputFiles.map((file) => [`./${relative(options.outdir, file.path)}`, file]),
  );
  const bundle = await rollup({
    input: { [name]: `./${name}.js` },
    // Later parts use what the start has.
    preserveEntrySignatures: "allow-extension",
    plugins: [{
      name: "what was built",
      resolveId: (source, importer) => importer === undefined ? source : within(source, importer),
      load: (id) => files.get(id)?.text ?? null,
    }],
  });
  const start = new Set<string>();
  const { output } = await bundle.generate({
    compact: true,
    banner: ({ isEntry }) => isEntry ? COMPILE_ALL : "",
    hoistTransitiveImports: false,
    // In place of the first builder's hash, which does not know what the parts import now.
    chunkFileNames: ({ name }) => `parts/${name.replace(/-[A-Z0-9]+$/, "")}-[hash].js`,
    manualChunks(id, { getModuleInfo }) {
      const add = (id: string): void => {
        if (start.has(id)) return;
        start.add(id);
        getModuleInfo(id)?.importedIds.forEach(add);
      };
      if (start.size === 0) add(`./${name}.js`);
      return start.has(id) ? name : undefined;
    },
  });
  await bundle.close();
  return output;
}

/** A path from the folder of the build, to which another file's import leads. */
function within(source: string, importer: string): string {
  const { pathname } = new URL(source, new URL(importer, "file:///"));
  return `.${pathname}`;
}
