/**
 * `npm test` and `npm run test:long`: every check, one after the other, on a machine that has
 * nothing but Node and npm.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { execute } from "./execute.ts";
import { ensureSystemTools } from "./setup/system_tools.ts";

type Step = readonly [name: string, command: string, env?: Readonly<Record<string, string>>];

const ENTRIES =
  "mod.ts agent/mod.ts api/mod.ts api/client/mod.ts api/meshctrl_backend.ts control/mod.ts protocol/mod.ts provision/mod.ts simulator/mod.ts transport/ws.ts";

const ROOMS = "agent api console control demo launcher protocol provision simulator transport " +
  "mod.ts README.md SECURITY.md CHANGELOG.md docs";

// Types are checked once, the examples' too.
const STEPS: readonly Step[] = [
  ["format", "deno fmt --check --quiet"],
  ["lint", "deno lint --quiet"],
  ["types", "deno check --doc --quiet ."],
  ["doc lint", `deno doc --lint --quiet ${ENTRIES}`],
  ["npm package builds", "npm run build --silent"],
  ["package is well-formed", "publint"],
  ["package resolves", "attw --pack --profile esm-only"],
  ["JSR dry run", "deno publish --dry-run --allow-dirty --quiet --no-check"],
  ["bundle sizes", "deno run -A bench/size.ts"],
  ["unit tests and examples", `deno test -A --doc --no-check --parallel --quiet ${ROOMS}`],
  // Two files at a time, on however many cores: each starts servers and browsers of its own.
  [
    "tests on real parts",
    "deno test -A --doc --no-check --parallel --quiet tests bench examples",
    { CS_BUILT: "1", DENO_JOBS: "2" },
  ],
];

/** Files without the name of a test: `deno test` alone passes them over. */
const LONG: readonly Step[] = [
  [
    "long tests",
    "deno test -A tests/long/hidden_tab.ts tests/long/leaks.ts tests/long/left_over_tokens.ts " +
    "tests/long/console_looks.ts tests/long/native_desktop.ts",
  ],
];

const { values } = parseArgs({ options: { long: { type: "boolean" } } });
await run(values.long ? LONG : STEPS);

async function run(steps: readonly Step[]): Promise<void> {
  try {
    ensureSystemTools();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
  let passed = 0;
  let failed = 0;
  const count = (output: string) => {
    const results = /(\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed/.exec(output);
    passed += Number(results?.[1] ?? 0);
    failed += Number(results?.[2] ?? 0);
  };
  for (const [name, command, env] of steps) {
    const begun = performance.now();
    process.stdout.write(`\n▶ ${name}\n`);
    const { code, output } = await execute(command, env);
    count(output);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(`${code === 0 ? "✔" : "✘"} ${name} (${seconds} s)\n`);
    if (code === 0) continue;
    process.stdout.write(`\n${name} failed: \`${command}\`\n`);
    process.stdout.write(`${passed} passed, ${Math.max(failed, 1)} failed\n`);
    process.exit(1);
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
}
