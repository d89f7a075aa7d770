/**
 * `npm run size`: what each bundle weighs, minified and gzipped, against its limit: bundles of the
 * sources, and pages that four bundlers build with the packed package.
 *
 * @module
 */
import { build, type Plugin } from "esbuild";
import { packTarballs } from "../tests/package/tarballs.ts";
import { CORE as CORE_PAGE, NOTHING } from "./bundlers/pages.ts";
import { weighPages } from "./bundlers/table.ts";
import { consoleFirstView } from "./console_size.ts";
import { Buffer } from "node:buffer";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

interface Bundle {
  readonly name: string;
  /** A module that uses what is weighed. */
  readonly source: string;
  /** Bytes of gzip. */
  readonly limit: number;
  /**
   * What of it counts: `start`, what a page loads before anything is asked of the agent; `all`, one
   * file with everything in it.
   */
  readonly counted: "start" | "all";
}

const KILOBYTE = 1024;

const CORE = 'export { BrowserAgent } from "./agent/mod.ts";';
const EVERY_FEATURE = `export { BrowserAgent, clipboardFeature, consoleFeature, desktopFeature,
  filesFeature, guestShareFeature, helpFeature, limitsFeature, messagesFeature, openUrlFeature,
  terminalFeature }
  from "./agent/mod.ts";`;

const BUNDLES: readonly Bundle[] = [
  {
    // A device without an identity loads what makes one, 1.2 kB, once in its life.
    name: "agent core: all that runs until a known device is online",
    source: CORE,
    limit: 8.5 * KILOBYTE,
    counted: "start",
  },
  {
    name: "agent core in one file, with what it loads once online",
    source: CORE,
    limit: 11.25 * KILOBYTE,
    counted: "all",
  },
  {
    name: "agent with every feature: all that runs until an operator opens one",
    source: EVERY_FEATURE,
    limit: 20 * KILOBYTE,
    counted: "start",
  },
  {
    name: "agent with every feature and all that is loaded on demand",
    source: EVERY_FEATURE,
    limit: 64 * KILOBYTE,
    counted: "all",
  },
  {
    // Both ends of the agent channel and of its tunnels; nobody loads all of it.
    name: "protocol, all of it",
    source: 'export * from "./protocol/mod.ts";',
    limit: 12 * KILOBYTE,
    counted: "all",
  },
  {
    // One file without a build step has everything in it.
    name: "embed.js: <mesh-agent> in one file, with every feature",
    source: 'export * from "./agent/element/embed.ts";',
    limit: 68 * KILOBYTE,
    counted: "all",
  },
  {
    name: "client of the REST API",
    source: 'export { createApiClient } from "./api/client/mod.ts";',
    limit: 3 * KILOBYTE,
    counted: "all",
  },
];

/** What is imported only when it is needed: a chunk of its own where a bundler splits code. */
const WITHOUT_ON_DEMAND: Plugin = {
  name: "without what is loaded on demand",
  setup({ onResolve }) {
    onResolve(
      { filter: /./ },
      ({ kind, path }) => kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const CONSOLE = { name: "console: scripts and styles of the first view", limit: 40 * KILOBYTE };

/**
 * Start of a page with the agent alone, as a bundler builds it from the package: its own code counts,
 * too. esbuild puts what the start shares with other chunks into small files of their own.
 */
const PAGE_LIMITS = { vite: 9.5, rollup: 8.5, webpack: 9.75, esbuild: 10 };

const rows = await Promise.all([
  ...BUNDLES.map(async (bundle) => ({ ...bundle, bytes: await gzippedSize(bundle) })),
  consoleFirstView(ROOT).then((bytes) => ({ ...CONSOLE, bytes })),
]).then(async (all) => [...all, ...await pageRows()]).then((all) =>
  all.map((row) => ({ ...row, tooLarge: row.bytes > row.limit }))
);
for (const { name, bytes, limit, tooLarge } of rows) {
  const verdict = tooLarge ? "TOO LARGE" : "ok";
  process.stdout.write(
    `${String(bytes).padStart(6)} B of ${String(limit).padStart(5)}  ${
      verdict.padEnd(9)
    }  ${name}\n`,
  );
}
if (rows.some(({ tooLarge }) => tooLarge)) process.exitCode = 1;

async function pageRows() {
  await using tarballs = await packTarballs();
  const project = await tarballs.install("@cs/meshcentral");
  const weights = await weighPages(project, [NOTHING, CORE_PAGE]);
  const own = weights.get(NOTHING);
  return [...weights.get(CORE_PAGE) ?? []].map(([bundler, { start }]) => ({
    name: `a page with the agent core, by ${bundler}, of which ${
      own?.get(bundler)?.start
    } B its own`,
    bytes: start,
    limit: Math.round(PAGE_LIMITS[bundler] * KILOBYTE),
  }));
}

async function gzippedSize({ source, counted }: Bundle): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    plugins: counted === "start" ? [WITHOUT_ON_DEMAND] : [],
    logLevel: "silent",
  });
  const code = Buffer.concat(outputFiles.map(({ contents }) => contents));
  return gzipSync(code, { level: 9 }).length;
}
