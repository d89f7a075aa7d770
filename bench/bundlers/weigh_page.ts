import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { installBundlers } from "./install.ts";

/** Bundlers that build pages with the package, each with its defaults for production. */
export const BUNDLERS = ["vite", "rollup", "webpack", "esbuild"] as const;

/** One of {@linkcode BUNDLERS}. */
export type Bundler = typeof BUNDLERS[number];

/** What a page loads. */
export interface PageWeight {
  /** Bytes of gzip of the scripts that are loaded at the start, the bundler's own code among them. */
  readonly start: number;
  /** Bytes of gzip of every script. */
  readonly all: number;
  /** The text of the scripts that are loaded at the start. */
  readonly code: string;
  /** How many scripts there are in all. */
  readonly scripts: number;
}

const HERE = fileURLToPath(new URL(".", import.meta.url));
const OWN_MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/**
 * Builds a page in a project that has installed the package, and weighs it.
 *
 * @param code The page's script.
 */
export async function weighPage(
  bundler: Bundler,
  project: string,
  code: string,
): Promise<PageWeight> {
  const modules = await installBundlers();
  await writeFile(join(project, "page.js"), code);
  const outdir = await mkdtemp(join(project, `${bundler}-`));
  try {
    const { stdout } = await promisify(execFile)("node", [
      join(HERE, "build_page.mjs"),
      ...[bundler, project, outdir, modules, OWN_MODULES],
    ], { cwd: project });
    const start = new Map<string, string>();
    await addScript(stdout, start);
    const files = (await readdir(outdir, { recursive: true })).filter((f) => f.endsWith(".js"));
    const all = await Promise.all(files.map((file) => readFile(join(outdir, file), "utf8")));
    return {
      start: sum([...start.values()]),
      all: sum(all),
      code: [...start.values()].join("\n"),
      scripts: files.length,
    };
  } finally {
    await rm(outdir, { recursive: true });
  }
}

/** Adds a script and everything that it imports statically. */
async function addScript(file: string, scripts: Map<string, string>): Promise<void> {
  if (scripts.has(file)) return;
  const text = await readFile(file, "utf8");
  scripts.set(file, text);
  const imports = text.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+)"/g);
  for (const [, path = ""] of imports) await addScript(join(dirname(file), path), scripts);
}

function sum(scripts: readonly string[]): number {
  return scripts.reduce((bytes, script) => bytes + gzipSync(script, { level: 9 }).length, 0);
}
