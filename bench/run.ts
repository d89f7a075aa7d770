/**
 * `npm run bench`: every table of `bench/README.md`, measured side by side in one run. With
 * `--write` it puts them there; with `--only TEXT` those whose title has that text.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { defaultMeshCentralVersion } from "../launcher/meshcentral/versions.ts";
import { startTestServer } from "../tests/test_server.ts";
import { restApi } from "./rest_api.ts";
import { certificates } from "./certificates.ts";
import { codecTable } from "./codec.ts";
import { consoleBesideMeshCentral } from "./console_beside_meshcentral.ts";
import { consoleScale } from "./console_scale.ts";
import { desktop } from "./desktop_costs.ts";
import { filesOfATab } from "./files.ts";
import { nativeAgentAndOurs } from "./native_agent.ts";
import { ownCode } from "./own_code.ts";
import { reconnects } from "./reconnect.ts";
import { chromium, deno, node } from "./runtimes.ts";
import { type Row, table } from "./samples.ts";

const { values } = parseArgs({
  options: { write: { type: "boolean" }, only: { type: "string" } },
});
const HANDSHAKES = 40;
const SIGNATURES = 50;

const sections: Readonly<Record<string, () => Promise<string>>> = {
  "Handshake with a real MeshCentral, from the socket's opening to AUTH_CONFIRM": async () =>
    table(await realServer()),
  "The native agent and this one, against the simulator over TLS": async () =>
    table(await nativeAgentAndOurs(10)),
  "The REST API (Node), `meshctrl` and an open WebSocket, on one server": restApi,
  "Creating the self-signed certificate (Deno)": async () => table(await certificates(40)),
  "A desktop of 1920 × 1080, JPEG 50, over a real MeshCentral": () => desktop(),
  "The files of a tab (Chromium)": filesOfATab,
  "The console's first view, beside MeshCentral's own page": consoleBesideMeshCentral,
  "The console with 10,000 devices": consoleScale,
  "2,000 agents after a proxy's reload": reconnects,
  "Encoding and decoding (Deno)": () => Promise.resolve(codecTable()),
};

for (const [title, measure] of Object.entries(sections)) {
  if (!title.includes(values.only ?? "")) continue;
  process.stdout.write(`measuring: ${title}\n`);
  const part = `### ${title}\n\n${machine()}\n\n${await measure()}`;
  process.stdout.write(`\n${part}\n\n`);
  if (values.write) await putIntoReadme(title, part);
}
process.exit();

async function realServer(): Promise<Row[]> {
  await using server = await startTestServer();
  const task = { enrollment: server.enrollment, count: HANDSHAKES };
  const rows: Row[] = [];
  for (const runtime of [deno, node, chromium]) {
    const { online, proof } = await runtime.handshakes(task);
    rows.push(
      { what: `${runtime.name}: handshake`, durations: online },
      { what: `${runtime.name}: of this, until the server's proof has come`, durations: proof },
      {
        what: `${runtime.name}: one RSA-3072 signature alone`,
        durations: await runtime.signatures(SIGNATURES),
      },
    );
  }
  const { online } = await deno.handshakes({ ...task, builtIn: true });
  return [
    ...rows,
    { what: "Deno with its own WebSocket: handshake", durations: online },
    {
      what: "our own code alone, in Deno (fake transport, stubbed cryptography)",
      durations: await ownCode(500),
    },
  ];
}

function machine(): string {
  const [cpu] = cpus();
  return `Measured on ${
    new Date().toISOString().slice(0, 10)
  }: ${cpus().length} × ${cpu?.model}, ` +
    `Deno ${Deno.version.deno}, MeshCentral ${defaultMeshCentralVersion}.`;
}

/** In the place of what was measured earlier, or at the end of it. */
async function putIntoReadme(title: string, part: string): Promise<void> {
  const readme = new URL("README.md", import.meta.url);
  const text = await readFile(readme, "utf8");
  const start = text.indexOf(`### ${title}\n`);
  const end = text.indexOf("<!-- end -->");
  const next = start < 0 ? -1 : text.indexOf("\n### ", start + 1);
  const until = next < 0 || next > end ? end : next + 1;
  const from = start < 0 ? end : start;
  await writeFile(readme, `${text.slice(0, from)}${part}\n\n${text.slice(until)}`);
}
