/**
 * Sends the same bytes to MeshCentral's own Linux agent and to ours, over a real server, and writes
 * the table of `docs/compatibility.md` and `native_outcomes.json`, against which `npm test` holds our
 * agent: `deno run -A tests/comparison/write.ts`.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { launchChromium } from "../chromium.ts";
import { DESKTOP_TOOLS, ensureSystemTools } from "../setup/system_tools.ts";
import { fillScreen, startXDisplay } from "../x_display.ts";
import { startBothAgents } from "./agents.ts";
import { openCanvasTab } from "./canvas_tab.ts";
import { compareConsoles } from "./console_cases.ts";
import { runCases, runDesktopCases } from "./run_cases.ts";
import { comparisonTable, unexplained } from "./table.ts";

ensureSystemTools(DESKTOP_TOOLS);
await using display = await startXDisplay(800, 600);
await using screen = await launchChromium({ fullScreenOn: display.env });
const shown = await (await screen.newContext({ viewport: null })).newPage();
await shown.setContent("<body style='background: teal'>A screen");
await fillScreen(shown);
await using both = await startBothAgents(display.env);
await using tab = await openCanvasTab(both.test);
const consoles = await compareConsoles(both.native, both.ours);
const cases = { native: await runCases(both.native), ours: await runCases(both.ours) };
const desktop = await runDesktopCases(tab);
const ours = { ...cases.ours, desktop };
// The last, since one of its cases ends the native agent.
const native = { ...cases.native, desktop: await runDesktopCases(both.native) };
const problems = unexplained(native, ours);
for (const problem of problems) process.stdout.write(`unexplained: ${problem}\n`);
const record = new URL("native_outcomes.json", import.meta.url);
await writeFile(record, `${JSON.stringify({ native, ours: { desktop }, consoles }, null, 2)}\n`);
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
