/**
 * Prints the table of bundlers of README.md: what a page loads that each of them builds with the packed
 * package. `--write` puts it into the README. The table of runtimes has a program of its own, in
 * `tests/runtimes/`.
 *
 *     deno run -A bench/published_table.ts --write
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { packTarballs } from "../tests/package/tarballs.ts";
import { CORE, ELEMENT, EVERY_FEATURE, NOTHING } from "./bundlers/pages.ts";
import { bundlersTable, weighPages } from "./bundlers/table.ts";

const README = fileURLToPath(new URL("../README.md", import.meta.url));
const PLACE = /(<!-- bundlers -->\n)[^]*?(\n<!-- end of bundlers -->)/;

await using tarballs = await packTarballs();
const project = await tarballs.install("@cs/meshcentral");
const table = bundlersTable(await weighPages(project, [NOTHING, CORE, EVERY_FEATURE, ELEMENT]));
process.stdout.write(`${table}\n`);
if (process.argv.includes("--write")) {
  const text = await readFile(README, "utf8");
  await writeFile(README, text.replace(PLACE, (_, begin, end) => `${begin}\n${table}\n${end}`));
}
