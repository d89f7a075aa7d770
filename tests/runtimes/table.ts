/**
 * Prints the table of runtimes of README.md: what the installed package does on each.
 *
 *     deno run -A tests/runtimes/table.ts            # prints it
 *     deno run -A tests/runtimes/table.ts --write    # and writes it into README.md
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { installPackage } from "./installed_package.ts";
import { type BehaviorResult, runSuite } from "./run_suite.ts";
import { RUNTIMES, versionOf } from "./runtimes.ts";
import { startStage } from "./stage.ts";

const README = new URL("../../README.md", import.meta.url);

/** The suite in one runtime. */
export interface SuiteRun {
  /** `"Node 22"` */
  readonly name: string;
  /** `"22.23.5"` */
  readonly version: string;
  readonly results: readonly BehaviorResult[];
}

/** Columns of the table, each with the behaviors that belong to it. */
const COLUMNS: readonly (readonly [title: string, behaviors: RegExp])[] = [
  ["agent, TLS and pins", /^an agent (?:enrolls|refuses|fails|comes)/],
  [
    "files, terminal, consent",
    /^an operator (?:uploads|has a terminal)|refuse[sd]? (?:is|where)|consent/,
  ],
  ["control client", /^an operator (?:lists|with|fails)|^a tunnel fails/],
  ["REST API", /API/],
  ["simulator, transport", /simulator|^a transport/],
];

/** The table in Markdown: behaviors that work, of those that apply. */
export function runtimesTable(runs: readonly SuiteRun[]): string {
  const rows = runs.map(({ name, version, results }) => {
    const cells = COLUMNS.map(([, behaviors]) =>
      cellOf(results.filter((r) => behaviors.test(r.name)))
    );
    return [name, version, ...cells, noteOf(results)];
  });
  const head = ["runtime", "tested", ...COLUMNS.map(([title]) => title), "note"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function cellOf(results: readonly BehaviorResult[]): string {
  const applying = results.filter(({ skipped }) => skipped === undefined);
  const working = applying.filter(({ error }) => error === undefined);
  return working.length === applying.length ? "✔" : `${working.length} of ${applying.length}`;
}

function noteOf(results: readonly BehaviorResult[]): string {
  return results.flatMap(({ skipped }) => skipped ?? []).join("; ");
}

if (import.meta.main) {
  await using installed = await installPackage();
  await using stage = await startStage();
  const runs: SuiteRun[] = [];
  for (const runtime of RUNTIMES) {
    const results = await runSuite(runtime, installed, stage);
    runs.push({ name: runtime.name, version: await versionOf(runtime), results });
  }
  const table = runtimesTable(runs);
  process.stdout.write(`${table}\n`);
  if (process.argv.includes("--write")) {
    const text = await readFile(README, "utf8");
    const place = /(?<=<!-- runtimes -->\n)[^]*?(?=<!-- \/runtimes -->)/;
    await writeFile(README, text.replace(place, `\n${table}\n\n`));
  }
}
