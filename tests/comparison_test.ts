import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { ConsoleOutcome } from "./comparison/console_cases.ts";
import { inMemoryAgent } from "./comparison/in_memory.ts";
import { runCases } from "./comparison/run_cases.ts";
import { comparisonTable, type Outcomes, unexplained } from "./comparison/table.ts";

interface Recorded {
  /** What came of each case with the Linux agent of MeshCentral 1.1.55. */
  readonly native: Outcomes;
  /** What came of the desktop's cases with a tab, which needs a browser. */
  readonly ours: Required<Pick<Outcomes, "desktop">>;
  readonly consoles: readonly ConsoleOutcome[];
}

const RECORD = new URL("comparison/native_outcomes.json", import.meta.url);
const recorded: Recorded = JSON.parse(await readFile(RECORD, "utf8"));
const { native, consoles } = recorded;
const ours = { ...await runCases(inMemoryAgent()), ...recorded.ours };

Deno.test("the agent answers as the native agent did, but for differences with a reason", () => {
  assert.deepEqual(unexplained(native, ours), []);
});

Deno.test("the comparison's table in docs/compatibility.md is the one that the program writes", async () => {
  const page = await readFile(new URL("../docs/compatibility.md", import.meta.url), "utf8");
  const cells = (text: string) =>
    text.split("\n").filter((line) => line.startsWith("|"))
      .map((line) => line.split("|").map((cell) => cell.trim().replace(/^-+$/, "-")));
  const [, table = ""] = /<!-- native agent -->([^]*)<!-- end of native agent -->/.exec(page) ?? [];
  assert.deepEqual(cells(table), cells(comparisonTable(native, ours, consoles)));
});

Deno.test("the agent's console knows the commands that the comparison says it knows", async () => {
  const device = inMemoryAgent();
  for (const { command, ours } of consoles) {
    const unknown = /unknown command/i.test(await device.ask(command));
    assert.equal(unknown ? "unknown" : "answered", ours, command);
  }
});
