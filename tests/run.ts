/**
 * `npm test` and `npm run test:long`: every check, on a machine that has nothing but Node and npm.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { execute } from "./execute.ts";
import { ensureSystemTools } from "./setup/system_tools.ts";

type Step = readonly [name: string, command: string, env?: Readonly<Record<string, string>>];
/** Steps one after the other. */
type Lane = readonly Step[];
/** Lanes side by side. */
type Stage = readonly Lane[];

const ENTRIES =
  "mod.ts agent/mod.ts agent/node/mod.ts api/mod.ts api/client/mod.ts api/meshctrl_backend.ts control/mod.ts protocol/mod.ts provision/mod.ts simulator/mod.ts transport/ws.ts";

const ROOMS = "agent api console control demo launcher protocol provision simulator transport " +
  "mod.ts README.md SECURITY.md CHANGELOG.md docs";

// Types are checked once, the examples' too.
const CHECKS: Lane = [
  ["format", "deno fmt --check --quiet"],
  ["lint", "deno lint --quiet"],
  ["types", "deno check --doc --quiet ."],
  ["doc lint", `deno doc --lint --quiet ${ENTRIES}`],
  ["npm package builds", "npm run build --silent"],
  ["package is well-formed", "publint"],
  ["package resolves", "attw --pack --profile esm-only"],
  ["JSR dry run", "deno publish --dry-run --allow-dirty --quiet --no-check"],
  ["bundle sizes", "deno run -A bench/size.ts", { CS_BUILT: "1" }],
];

const TEST =
  "deno test -A --doc --no-check --parallel --quiet --preload ./tests/setup/time_limit.ts";

const UNIT: Lane = [["unit tests and examples", `${TEST} ${ROOMS}`]];

const REAL: Lane = [
  // Two files at a time, on however many cores: each starts servers and browsers of its own.
  [
    "tests on real parts",
    `${TEST} tests bench examples`,
    { CS_BUILT: "1", DENO_JOBS: "2" },
  ],
];

/** Most checks have one core busy. */
const STAGES: readonly Stage[] = [[CHECKS, UNIT], [REAL]];

/** Files without the name of a test: `deno test` alone passes them over. */
const LONG_TESTS = [
  "fuzz",
  "hidden_tab",
  "leaks",
  "left_over_tokens",
  "console_looks",
  "native_desktop",
  "package_runtimes",
  "package_types",
  "provision_meshctrl",
  "runtimes",
  "kill_after_write",
  "kills",
];

const LONG: Lane = [
  ["long tests", `deno test -A ${LONG_TESTS.map((name) => `tests/long/${name}.ts`).join(" ")}`],
  [
    "30,000 edits in a terminal",
    "deno test -A --no-check agent/terminal/screen_property_test.ts",
    { EDITS: "10000" },
  ],
];

const { values } = parseArgs({ options: { long: { type: "boolean" } } });
await run(values.long ? [[LONG]] : STAGES);

async function run(stages: readonly Stage[]): Promise<void> {
  try {
    ensureSystemTools();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
  const sums = { passed: 0, failed: 0 };
  for (const stage of stages) {
    // What runs beside something else is shown when it has ended.
    const show = stage.length === 1;
    const ends = await Promise.all(stage.map((lane) => runLane(lane, show, sums)));
    if (ends.every((end) => end)) continue;
    process.stdout.write(`${sums.passed} passed, ${Math.max(sums.failed, 1)} failed\n`);
    process.exit(1);
  }
  process.stdout.write(`\n${sums.passed} passed, ${sums.failed} failed\n`);
}

/** One step after the other, until one fails. */
async function runLane(
  lane: Lane,
  show: boolean,
  sums: { passed: number; failed: number },
): Promise<boolean> {
  for (const [name, command, env] of lane) {
    const begun = performance.now();
    process.stdout.write(`\n▶ ${name}\n`);
    const { code, output } = await execute(command, show, env);
    const results = /(\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/.exec(output);
    sums.passed += Number(results?.[1] ?? 0);
    sums.failed += Number(results?.[2] ?? 0);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(
      `${show ? "" : output}${code === 0 ? "✔" : "✘"} ${name} (${seconds} s)\n`,
    );
    if (code === 0) continue;
    process.stdout.write(`\n${name} failed: \`${command}\`\n`);
    return false;
  }
  return true;
}
