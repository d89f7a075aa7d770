/**
 * Sends the same bytes to MeshCentral's own Linux agent and to ours, over a real server, and writes
 * the table of `docs/compatibility.md` and `native_outcomes.json`, against which `npm test` holds our
 * agent: `deno run -A tests/comparison/write.ts`.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { startBothAgents } from "./agents.ts";
import { compareConsoles } from "./console_cases.ts";
import { runCases } from "./run_cases.ts";
import { comparisonTable, unexplained } from "./table.ts";

await using both = await startBothAgents();
const [native, ours] = await Promise.all([runCases(both.native), runCases(both.ours)]);
const problems = unexplained(native, ours);
for (const problem of problems) process.stdout.write(`unexplained: ${problem}\n`);
const consoles = await compareConsoles(both.native, both.ours);
const record = new URL("native_outcomes.json", import.meta.url);
await writeFile(record, `${JSON.stringify({ native, consoles }, null, 2)}\n`);
const file = new URL("../../docs/compatibility.md", import.meta.url);
const page = await readFile(file, "utf8");
const table = comparisonTable(native, ours, consoles);
await writeFile(
  file,
  page.replace(
    /<!-- native agent -->[^]*<!-- end of native agent -->/,
    `<!-- native agent -->\n\n${table}\n\n<!-- end of native agent -->`,
  ),
);
process.exitCode = problems.length === 0 ? 0 : 1;
process.stdout.write(`${problems.length} unexplained\n`);
process.exit();
