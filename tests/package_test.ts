import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { lstat, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "../launcher/meshcentral/free_port.ts";
import { installNode } from "./newer_node.ts";
import { packTarballs, type Tarballs } from "./package/tarballs.ts";
import { startRedis } from "./redis.ts";
import { RUNTIMES } from "./runtimes/runtimes.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { until } from "./until.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

let tarballs: Tarballs;
/** A project of somebody who has installed the library from its tarball. */
let project: string;
let server: TestServer;

Deno.test.beforeAll(async () => {
  tarballs = await packTarballs();
  project = await tarballs.install("@cs/meshcentral");
  await writeFile(join(project, "import.js"), IMPORT);
  await writeFile(join(project, "enrol.js"), ENROL);
  server = await startTestServer({ tls: true });
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await tarballs?.[Symbol.asyncDispose]();
});

Deno.test("installing the library installs at most three packages, and three megabytes", async () => {
  const { packages } = JSON.parse(
    await readFile(join(project, "node_modules", ".package-lock.json"), "utf8"),
  );
  assert.ok(Object.keys(packages).length <= 3, Object.keys(packages).join(", "));
  const entries = await readdir(join(project, "node_modules"), {
    recursive: true,
    withFileTypes: true,
  });
  const sizes = await Promise.all(
    entries.map(async ({ parentPath, name }) => (await lstat(join(parentPath, name))).size),
  );
  // As `du` counts them: in blocks of 4 KiB, folders too.
  const onDisk = sizes.reduce((sum, size) => sum + Math.ceil(size / 4096) * 4096, 0);
  assert.ok(onDisk <= 3 * 1024 * 1024, `${onDisk} bytes on disk`);
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

Deno.test("an import whose packages are missing says what to install, and works once they are", async () => {
  const printError = (subpath: string) => `
    import("@cs/meshcentral${subpath}").then(() => console.log("imported"), (error) =>
      console.log(JSON.stringify({ ...error, message: error.message })));`;
  for (const program of [["node"], [process.execPath, "run", "-A"]] as const) {
    for (
      const [subpath, name] of [["/api", "hono"], ["/provision", "jsonc-parser"]] as const
    ) {
      await writeFile(join(project, "missing.js"), printError(subpath));
      const [file, ...args] = program;
      const { stdout } = await run(file, [...args, "missing.js"], { cwd: project });
      const error = JSON.parse(stdout);
      assert.deepEqual([error.code, error.missing], ["missing-package", name]);
      assert.match(error.message, new RegExp(`npm install .*"${name}@\\^\\d`));
    }
  }
  const api = await tarballs.install("@cs/meshcentral", "cs-serve-api");
  await writeFile(join(api, "present.js"), printError("/api"));
  assert.equal((await run("node", ["present.js"], { cwd: api })).stdout, "imported\n");
});

Deno.test("a command whose packages are missing says what to install", async () => {
  for (const name of ["cs-provision", "cs-serve-api"]) {
    await assert.rejects(run("npx", ["--no-install", name], { cwd: project }), {
      code: 1,
      stderr: new RegExp(`^${name} needs the package \\S+, .* Run: npm install ${name}\n$`),
    });
  }
});

Deno.test("cs-serve-api with REDIS_URL starts from the tarball under Node, Deno and Bun", async () => {
  await using redis = await startRedis();
  const api = await tarballs.install("cs-serve-api");
  const script = join("node_modules", "cs-serve-api", "cs-serve-api.js");
  const isTested = ({ name }: { readonly name: string }) => /^(?:Node 20|Deno|Bun)/.test(name);
  await Promise.all(
    RUNTIMES.filter(isTested).map(async ({ name, install }) => {
      const [program, ...args] = await install();
      const port = await freePort();
      const child = spawn(program, [...args, script], {
        cwd: api,
        env: {
          ...process.env,
          MESHCENTRAL_URL: server.server.webSocketUrl,
          JWT_SECRET: crypto.randomUUID() + crypto.randomUUID(),
          REDIS_URL: redis.url,
          PORT: String(port),
        },
      });
      const ended = once(child, "exit");
      let output = "";
      child.stderr.on("data", (data) => output += data);
      const failed = ended.then(() => {
        throw new Error(`${name} ended:\n${output}`);
      });
      const answer = until(() =>
        fetch(`http://127.0.0.1:${port}/health?live`).catch(() => undefined)
      );
      const response = await Promise.race([answer, failed]);
      assert.equal(response.status, 200, name);
      await response.body?.cancel();
      failed.catch(() => {}); // from here on it is asked to end
      child.kill("SIGTERM");
      await ended;
    }),
  );
});

Deno.test("cs-serve-api without ioredis says what REDIS_URL needs", async () => {
  const api = await tarballs.install("cs-serve-api");
  await rm(join(api, "node_modules", "ioredis"), { recursive: true });
  const env = { ...process.env, REDIS_URL: "redis://127.0.0.1:9", MESHCENTRAL_URL: "ws://a" };
  await assert.rejects(run("npx", ["--no-install", "cs-serve-api"], { cwd: api, env }), {
    code: 1,
    stderr: /REDIS_URL is set, but .* ioredis is not installed\. Run: npm install ioredis/,
  });
});

Deno.test("npx runs each command in a checkout that was built", async () => {
  const help = await run("npx", ["--no-install", "cs-provision", "--help"], { cwd: ROOT });
  assert.match(help.stdout, /^cs-provision \[command\]/);
  const env = { ...process.env, MESHCENTRAL_URL: "" };
  await assert.rejects(run("npx", ["--no-install", "cs-serve-api"], { cwd: ROOT, env }), {
    stderr: /^Set MESHCENTRAL_URL/,
  });
});

Deno.test("embed can be imported where there is no page", async () => {
  const code = `import("@cs/meshcentral/embed").then(({ MeshAgentElement }) =>
    console.log(typeof MeshAgentElement, MeshAgentElement.features.size));`;
  await writeFile(join(project, "embed.js"), code);
  for (
    const [file, ...args] of [
      ["node"],
      [process.execPath, "run", "-A"],
      ["node", "--conditions=module"], // the modules that a bundler for a server takes
    ] as const
  ) {
    const { stdout } = await run(file, [...args, "embed.js"], { cwd: project });
    assert.match(stdout, /^function 1\d\n$/);
  }
});

Deno.test("dist/embed.js needs no other file", async () => {
  const embed = join(project, "node_modules", "@cs", "meshcentral", "dist", "embed.js");
  assert.doesNotMatch(await readFile(embed, "utf8"), /\b(?:import|export)[^;(]*from\s*"|import\("/);
});

Deno.test("every link of the shipped pages leads to a file that is shipped", async () => {
  const root = join(project, "node_modules", "@cs", "meshcentral");
  const pages = (await readdir(root, { recursive: true })).filter((file) => file.endsWith(".md"));
  assert.ok(pages.includes("SECURITY.md") && pages.length > 10);
  for (const page of pages) {
    const text = (await readFile(join(root, page), "utf8")).replaceAll(/^```[^]*?^```$/gm, "");
    for (const [, target = ""] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      assert.ok(existsSync(join(root, dirname(page), target)), `${page}: ${target}`);
    }
  }
});

Deno.test("the small packages have the library's version, and the notices of what they bundle", async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const folder = await tarballs.install("cs-provision", "cs-serve-api");
  for (const name of ["cs-provision", "cs-serve-api"]) {
    const read = async (file: string) =>
      await readFile(join(folder, "node_modules", name, file), "utf8");
    const manifest = JSON.parse(await read("package.json"));
    assert.equal(manifest.version, version);
    assert.equal(manifest.dependencies["@cs/meshcentral"], version);
    assert.match(await read("LICENSE"), /Apache License/);
  }
  const notices = await readFile(
    join(folder, "node_modules", "cs-serve-api", "console", "THIRD_PARTY_LICENSES.txt"),
    "utf8",
  );
  for (const name of ["@preact/signals", "@xterm/xterm", "preact", "uqr"]) {
    assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, "m"));
  }
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
  const subpaths =
    ["", "/protocol", "/agent", "/control", "/simulator", "/transport/ws", "/api/client"];
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
