/**
 * `npm run size`: what each bundle weighs, minified and gzipped, against its limit.
 *
 * @module
 */
import { build } from "esbuild";
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
  /** Loaded once the agent is online, as bundlers that split code do. */
  readonly onDemand?: boolean;
}

const KILOBYTE = 1024;

const BUNDLES: readonly Bundle[] = [
  {
    name: "agent core: all that runs until the node is online",
    source: 'export { BrowserAgent } from "./agent/mod.ts";',
    limit: 8 * KILOBYTE,
    onDemand: true,
  },
  {
    name: "agent core in one file, with what it loads once online",
    source: 'export { BrowserAgent } from "./agent/mod.ts";',
    limit: 9.5 * KILOBYTE,
  },
  {
    name: "agent with every feature; dialogs, device facts and zip come on demand",
    source: `export { BrowserAgent, clipboardFeature, consoleFeature, desktopFeature, filesFeature,
      limitsFeature, messagesFeature, openUrlFeature, terminalFeature } from "./agent/mod.ts";`,
    limit: 30 * KILOBYTE,
    onDemand: true,
  },
  {
    // Both ends of the agent channel and of its tunnels; nobody loads all of it.
    name: "protocol, all of it",
    source: 'export * from "./protocol/mod.ts";',
    limit: 12 * KILOBYTE,
  },
  {
    // One file without a build step has everything in it, the zip library included.
    name: "embed.js: <mesh-agent> in one file, with every feature",
    source: 'export * from "./agent/element/embed.ts";',
    limit: 44 * KILOBYTE,
  },
  {
    name: "client of the REST API",
    source: 'export { createApiClient } from "./api/client/mod.ts";',
    limit: 3 * KILOBYTE,
  },
];

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const CONSOLE = { name: "console: scripts and styles of the first view", limit: 40 * KILOBYTE };

const rows = await Promise.all([
  ...BUNDLES.map(async (bundle) => ({ ...bundle, bytes: await gzippedSize(bundle) })),
  consoleFirstView(ROOT).then((bytes) => ({ ...CONSOLE, bytes })),
]).then((all) => all.map((row) => ({ ...row, tooLarge: row.bytes > row.limit })));
for (const { name, bytes, limit, tooLarge } of rows) {
  const verdict = tooLarge ? "TOO LARGE" : "ok";
  process.stdout.write(
    `${String(bytes).padStart(6)} B of ${String(limit).padStart(5)}  ${
      verdict.padEnd(9)
    }  ${name}\n`,
  );
}
if (rows.some(({ tooLarge }) => tooLarge)) process.exitCode = 1;

async function gzippedSize({ source, onDemand }: Bundle): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    external: onDemand ? ["./device_messages.ts", "./page/page_person.ts", "./zip.ts"] : [],
    logLevel: "silent",
  });
  const code = Buffer.concat(outputFiles.map(({ contents }) => contents));
  return gzipSync(code, { level: 9 }).length;
}
