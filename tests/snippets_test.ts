import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import { formatMsh } from "../protocol/mod.ts";
import { serveApi } from "./api/served.ts";
import { startNativeAgent } from "./native_agent.ts";
import { startRedis } from "./redis.ts";
import { startTestServer } from "./test_server.ts";

/**
 * Snippets that need a server are marked `ts ignore`, since `deno test --doc` cannot run them; here
 * they run, against real ones. What they take for granted stands before them.
 */
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const ROOMS = ["agent", "api", "control", "protocol", "provision", "simulator", "transport"];
const CONFIG = ["--config", join(ROOT, "deno.json")];
/** Milliseconds after which a snippet that goes on forever has shown that it works. */
const LONG_ENOUGH = 30_000;
/** What makes a snippet go on forever: events that are waited for, an API that serves. */
const GOES_ON = /for await|createApi\(/;

interface Snippet {
  readonly where: string;
  readonly code: string;
}

/** Where names come from that a snippet uses without importing them. */
const HOMES: Readonly<Record<string, string>> = {
  ControlClient: "@cs/meshcentral/control",
  ReconnectingControlClient: "@cs/meshcentral/control",
  apply: "@cs/meshcentral/provision",
  controlExecutor: "@cs/meshcentral/provision",
  parseSpec: "@cs/meshcentral/provision",
  plan: "@cs/meshcentral/provision",
  readState: "@cs/meshcentral/provision",
  parseDevices: new URL("../control/meshctrl/mod.ts", import.meta.url).href,
  runMeshctrl: new URL("../control/meshctrl/mod.ts", import.meta.url).href,
  process: "node:process",
};

const CLIENT = "await using client = await ControlClient.connect({ url, username, password });\n";

async function snippets(): Promise<readonly Snippet[]> {
  const docs = (await readdir(join(ROOT, "docs"))).filter((name) => name.endsWith(".md"));
  const sources = await Promise.all(
    ROOMS.map(async (room) =>
      (await readdir(join(ROOT, room), { recursive: true }))
        .filter((name) => name.endsWith(".ts")).map((name) => join(room, name))
    ),
  );
  const files = ["README.md", ...docs.map((name) => join("docs", name)), ...sources.flat()];
  const found = await Promise.all(files.map(async (where) => {
    const text = (await readFile(join(ROOT, where), "utf8")).replaceAll(/^ *\* ?/gm, "");
    return [...text.matchAll(/^```ts ignore\n([^]*?)^```/gm)]
      .map(([, code = ""]) => ({ where, code }));
  }));
  return found.flat();
}

/** The snippet as a program: what it uses and does not have is imported or made before it. */
function program({ code }: Snippet, values: Readonly<Record<string, unknown>>): string {
  const binds = '(?:const|let|using)\\b(?:(?! of )[^=;])*|import[^"]*';
  const has = (name: string) => new RegExp(`(?:${binds})\\b${name}\\b`).test(code);
  const uses = (name: string) => new RegExp(`(?<![.\\w])${name}\\b(?!:)`).test(whole);
  const missing = (name: string) => uses(name) && !has(name);
  const whole = /\bclient\b/.test(code) && !has("client") ? CLIENT + code : code;
  const imports = Object.keys(HOMES).filter(missing).map((name) =>
    `import ${name === "process" ? name : `{ ${name} }`} from "${HOMES[name]}";`
  );
  const constants = Object.keys(values).filter(missing).map((name) =>
    `const ${name} = ${JSON.stringify(values[name])};`
  );
  return [...imports, ...constants, whole].join("\n");
}

Deno.test("every snippet that needs a server works with a real one", async () => {
  await using server = await startTestServer({ tls: true });
  await using _agent = await startNativeAgent(formatMsh(server.enrollment));
  await using redis = await startRedis();
  const { webSocketUrl: url, admin } = server.server;
  const jwtSecret = crypto.randomUUID() + crypto.randomUUID();
  // In the project, so that packages are found; beside the screenshots, which are not committed.
  const artifacts = join(ROOT, "tests", "artifacts");
  await mkdir(artifacts, { recursive: true });
  const folder = await mkdtemp(join(artifacts, "snippets-"));
  const ca = join(folder, "root.crt");
  await writeFile(ca, server.server.rootCertificate);
  await using api = await serveApi("node", {
    MESHCENTRAL_URL: url,
    MESHCENTRAL_CA: ca,
    JWT_SECRET: jwtSecret,
  });
  const script = join(await installMeshCentral(), "node_modules", "meshcentral", "meshctrl.js");
  const values = {
    url,
    ...admin,
    jwtSecret,
    meshcentral: url,
    redisUrl: redis.url,
    id: await server.firstDevice(),
    options: { url, script, ...admin },
  };
  try {
    const all = await snippets();
    assert.ok(all.length >= 8, `${all.length} snippets`);
    // Those of a page need a page: the browser tests do the same.
    const runnable = all.filter(({ code }) => !code.includes("canvas"));
    const programs = await Promise.all(runnable.map(async (snippet, index) => {
      // Each makes a group of its own: they run at the same time.
      const text = `deviceGroups: { snippet${index}: { name: "Made by snippet ${index}" } }`;
      const code = program(snippet, { ...values, text })
        .replaceAll("wss://mesh.example.com", url)
        .replaceAll("http://localhost:3001", `http://127.0.0.1:${api.port}`)
        .replaceAll('password: "…"', `password: ${JSON.stringify(admin.password)}`)
        .replaceAll('"admin"', JSON.stringify(admin.username));
      // Named after where it stands, since that is what a failing type check tells.
      const file = join(folder, `${index}-${snippet.where.replaceAll(/\W+/g, "-")}.ts`);
      await writeFile(file, code);
      return { file, code, told: `${snippet.where}:\n${code}` };
    }));
    // Before they run, and for as long as it takes: what goes on forever is ended some time.
    assert.equal(
      await deno(["check", "--quiet", ...CONFIG, ...programs.map(({ file }) => file)]),
      "",
    );
    await Promise.all(programs.map(async ({ file, code, told }) => {
      const args = ["run", "-A", "--quiet", "--no-check", "--cert", ca, ...CONFIG, file];
      assert.equal(await deno(args, LONG_ENOUGH, GOES_ON.test(code)), "", told);
    }));
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** What Deno, called like this, writes to stderr until it ends, which some need not do by itself. */
function deno(args: readonly string[], milliseconds = 0, mayGoOn = false): Promise<string> {
  const options = {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1" },
    timeout: milliseconds, // 0 is none
    killSignal: "SIGKILL",
  } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, _stdout, stderr) => {
      const isFine = error === null || (error.signal === "SIGKILL" && mayGoOn);
      resolve(stderr || isFine ? stderr : error.message);
    });
  });
}
