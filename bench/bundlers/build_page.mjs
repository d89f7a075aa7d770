// Builds a page with one of the bundlers, as each does by default for production, and prints the
// path of its first script. Runs under Node, as the bundlers do for everybody.
//
//     node build_page.mjs BUNDLER PROJECT OUTPUT MODULES OWN_MODULES
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [bundler, project, outdir, modules, ownModules] = process.argv.slice(2);
const load = (folder, file) => import(pathToFileURL(join(folder, file)).href);
const entry = join(project, "page.js");

const BUILD = {
  async esbuild() {
    const { build } = await load(ownModules, "esbuild/lib/main.js");
    await build({
      entryPoints: [entry],
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      target: "es2022",
      logLevel: "error",
    });
    return "page.js";
  },
  async rollup() {
    const [{ rollup }, { nodeResolve }, { transform }] = await Promise.all([
      load(ownModules, "rollup/dist/es/rollup.js"),
      load(modules, "@rollup/plugin-node-resolve/dist/es/index.js"),
      load(ownModules, "esbuild/lib/main.js"),
    ]);
    const minify = {
      name: "minify",
      renderChunk: (code) => transform(code, { minify: true, format: "esm", target: "es2022" }),
    };
    const bundle = await rollup({
      input: entry,
      plugins: [nodeResolve({ browser: true }), minify],
      onLog: (level, log) => {
        if (level === "warn") throw new Error(log.message);
      },
    });
    await bundle.write({ dir: outdir });
    return "page.js";
  },
  async vite() {
    const { build } = await load(modules, "vite/dist/node/index.js");
    await writeFile(
      join(project, "index.html"),
      '<!doctype html><script type="module" src="/page.js"></script>',
    );
    await build({
      root: project,
      logLevel: "error",
      configFile: false,
      build: { outDir: outdir, emptyOutDir: true },
    });
    const html = await readFile(join(outdir, "index.html"), "utf8");
    return /<script[^>]* src="\/([^"]+)"/.exec(html)[1];
  },
  async webpack() {
    const webpack = createRequire(join(modules, "webpack/package.json"))("webpack");
    await new Promise((resolve, reject) =>
      webpack(
        { mode: "production", context: project, entry, output: { path: outdir } },
        (error, stats) =>
          error || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve(),
      )
    );
    return "main.js";
  },
};

process.stdout.write(join(outdir, await BUILD[bundler]()));
