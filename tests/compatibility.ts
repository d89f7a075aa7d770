/**
 * `npm run test:compat`: what talks to a real server, against each version of MeshCentral that we
 * know. Writes the table of `docs/compatibility.md`.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { meshCentralVersions } from "../launcher/meshcentral/versions.ts";
import { execute } from "./execute.ts";
import { ensureSystemTools } from "./setup/system_tools.ts";

const COMMAND =
  "deno test -A tests/real_server_test.ts tests/control_test.ts tests/provision_test.ts " +
  "tests/browser_test.ts tests/proxy_test.ts tests/native_agent_test.ts";

const SIGNS: Readonly<Record<string, string>> = { ok: "yes", FAILED: "**no**", ignored: "–" };

/** By the test's name, and then by version. */
type Outcomes = Map<string, Map<string, string>>;

ensureSystemTools();
const outcomes: Outcomes = new Map();
for (const version of meshCentralVersions) {
  process.stdout.write(`\n▶ MeshCentral ${version}\n`);
  const { code, output } = await execute(COMMAND, true, { MESHCENTRAL_VERSION: version });
  if (code !== 0) process.exitCode = 1;
  for (const [, name, outcome] of output.matchAll(/^(.+?) \.\.\. (ok|FAILED|ignored)\b/gm)) {
    if (name === undefined || outcome === undefined) continue;
    const ofTest = outcomes.get(name) ?? new Map();
    outcomes.set(name, ofTest.set(version, outcome));
  }
}
await write(table(outcomes));

function table(outcomes: Outcomes): string {
  const rows = [...outcomes].map(([name, ofTest]) => [
    name,
    ...meshCentralVersions.map((version) => SIGNS[ofTest.get(version) ?? ""] ?? "not run"),
  ]);
  return [
    ["", ...meshCentralVersions],
    ["---", ...meshCentralVersions.map(() => ":---:")],
    ...rows,
  ].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

async function write(text: string): Promise<void> {
  const file = new URL("../docs/compatibility.md", import.meta.url);
  const before = await readFile(file, "utf8");
  const table = /(<!-- table -->\n)[^]*(\n<!-- end -->)/;
  await writeFile(file, before.replace(table, (_, begin, end) => `${begin}\n${text}\n${end}`));
  await execute("deno fmt --quiet docs/compatibility.md", true);
}
