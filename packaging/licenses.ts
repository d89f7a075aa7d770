import { build } from "esbuild";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./entries.ts";

/** A package whose code is in a bundle of ours. */
interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * Returns the license notices of every package that these entries bundle.
 *
 * @throws If a package has no file with its license.
 */
export async function licenseNotices(entries: readonly string[]): Promise<string> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [...entries],
    bundle: true,
    write: false,
    metafile: true,
    outdir: "dist",
    format: "esm",
    splitting: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
  });
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap((input) =>
      /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []
    ),
  );
  const notices = await Promise.all([...folders].sort().map(notice));
  return `The console contains code of these packages.

${notices.join(`\n${"-".repeat(80)}\n\n`)}`;
}

async function notice(folder: string): Promise<string> {
  const { name, version, license }: Bundled = JSON.parse(
    await readFile(join(ROOT, folder, "package.json"), "utf8"),
  );
  const files = (await readdir(join(ROOT, folder))).filter((file) =>
    /^(?:licen[cs]e|notice)/i.test(file)
  );
  if (files.length === 0) throw new Error(`${folder} has no license file. Add its text by hand.`);
  const texts = await Promise.all(files.map((file) => readFile(join(ROOT, folder, file), "utf8")));
  return `${name} ${version} (${license})\n\n${texts.join("\n").trim()}\n`;
}
