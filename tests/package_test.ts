import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installNode } from "./newer_node.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

/** A project of somebody who has installed the package from its tarball. */
let project: string;
let server: TestServer;

Deno.test.beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "cs-package-"));
  // `npm test` has built it already; alone, this file must not test an old build.
  if (process.env.CS_BUILT !== "1") await run("npm", ["run", "build"], { cwd: ROOT });
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", project], {
    cwd: ROOT,
  });
  const [{ filename }] = JSON.parse(stdout);
  await writeFile(join(project, "package.json"), '{"private":true,"type":"module"}');
  await run("npm", ["install", "--no-audit", "--no-fund", join(project, filename)], {
    cwd: project,
  });
  await writeFile(join(project, "import.js"), IMPORT);
  await writeFile(join(project, "enrol.js"), ENROL);
  server = await startTestServer({ tls: true });
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await rm(project, { recursive: true, force: true });
});

Deno.test("the installed package imports and enrols under the machine's own Node", async () => {
  await importsAndEnrols("node", []);
});

Deno.test("the installed package imports and enrols under Node 24", async () => {
  const node = await installNode("24");
  assert.match((await run(node, ["--version"])).stdout, /^v24\./);
  await importsAndEnrols(node, []);
});

Deno.test("the installed package imports and enrols under Deno", async () => {
  await importsAndEnrols(process.execPath, ["run", "-A"]);
});

Deno.test("the installed package bundles for a browser, with nothing of Node in it", async () => {
  const entry = join(project, "page.js");
  const bundle = join(project, "page.bundle.js");
  await writeFile(
    entry,
    'import { BrowserAgent } from "@cs/meshcentral"; globalThis.agent = BrowserAgent;',
  );
  await run(join(ROOT, "node_modules", ".bin", "esbuild"), [
    entry,
    "--bundle",
    "--format=esm",
    "--platform=browser",
    `--outfile=${bundle}`,
  ]);
  assert.doesNotMatch(await readFile(bundle, "utf8"), /from "node:|require\("|WebSocketServer/);
});

Deno.test("dist/embed.js needs no other file", async () => {
  const embed = join(project, "node_modules", "@cs", "meshcentral", "dist", "embed.js");
  assert.doesNotMatch(await readFile(embed, "utf8"), /\b(?:import|export)[^;(]*from\s*"|import\("/);
});

async function importsAndEnrols(program: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: "" };
  const imported = await run(program, [...args, "import.js"], { cwd: project, env });
  assert.match(imported.stdout, /^imported \d+ names\n$/);

  const { serverHash: _, ...enrollment } = server.enrollment;
  const enrolled = await run(program, [
    ...args,
    "enrol.js",
    JSON.stringify({ ...enrollment, name: program }),
    server.server.rootCertificate,
  ], { cwd: project, env });
  const nodeId = enrolled.stdout.trim();
  const device = await server.waitForDevice(nodeId, ({ online }) => !online);
  assert.equal(device.name, program);
}

const IMPORT = `
  const subpaths = ["", "/protocol", "/agent", "/control", "/simulator", "/transport/ws"];
  const modules = await Promise.all(subpaths.map((path) => import("@cs/meshcentral" + path)));
  console.log("imported " + modules.flatMap(Object.keys).length + " names");
`;

const ENROL = `
  import { BrowserAgent } from "@cs/meshcentral/agent";
  import { wsTransport } from "@cs/meshcentral/transport/ws";
  const [, , options, ca] = process.argv;
  const agent = new BrowserAgent({ ...JSON.parse(options), webSocket: wsTransport({ ca }) });
  await agent.connect();
  console.log(agent.nodeId);
  await agent.close();
`;
