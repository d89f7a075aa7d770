/**
 * `npm run build`: everything that is published, in `dist/`.
 *
 * @module
 */
import { build } from "esbuild";
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleConsole } from "../console/build/bundle_console.ts";
import { compressConsole } from "../console/build/compress_console.ts";
import { writeCommandPackage } from "./command_packages.ts";
import { writeDeclarations } from "./declarations.ts";
import { COMMANDS, readSubpaths, REPLACED, ROOT, SINGLE_FILES } from "./entries.ts";
import { compileExamples } from "./examples.ts";
import { licenseNotices } from "./licenses.ts";
import { LOADER, writeCommand, writeLoader } from "./loaders.ts";
import { compileModules } from "./modules.ts";

const DIST = join(ROOT, "dist");

/** Sources of the console, whose scripts and styles have other packages in them. */
const CONSOLE = [
  "console/main.tsx",
  "console/enroll/enroll.ts",
  "node_modules/@xterm/xterm/css/xterm.css",
];

await rm(DIST, { recursive: true, force: true });
const subpaths = await readSubpaths();
const sources = Object.values(subpaths);
const graph = await compileModules(
  [
    ...sources,
    ...Object.values(SINGLE_FILES),
    ...COMMANDS.map(({ source }) => source),
    ...REPLACED,
    LOADER,
  ],
  DIST,
);
await Promise.all([
  compileExamples(join(DIST, "examples")),
  bundleFiles(),
  cp(join(ROOT, "packaging", "frameworks"), join(DIST, "embed"), { recursive: true }),
  buildConsole(),
  ...Object.entries(subpaths).map(([subpath, source]) => writeLoader(subpath, source, graph, DIST)),
  ...COMMANDS.map((command) => writeCommand(command, graph, DIST)),
]);
await Promise.all(COMMANDS.map((command) => {
  // An example imports the library by its name.
  const library = command.source.startsWith("examples/") ? [subpaths["./api"] ?? ""] : [];
  return writeCommandPackage(command, [command.source, ...library], graph, DIST);
}));
await writeDeclarations([...sources, ...Object.values(SINGLE_FILES)], DIST);

/** One self-contained file each, for a `<script>` without a build step. */
async function bundleFiles(): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(SINGLE_FILES).map(([out, source]) => ({
      in: source,
      out: out.replace(/\.js$/, ""),
    })),
    outdir: DIST,
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    minify: true,
    logLevel: "warning",
  });
}

/** Static files, for any host. */
async function buildConsole(): Promise<void> {
  await bundleConsole(ROOT, join(DIST, "console"));
  await compressConsole(join(DIST, "console"));
  await writeFile(join(DIST, "console", "THIRD_PARTY_LICENSES.txt"), await licenseNotices(CONSOLE));
}
