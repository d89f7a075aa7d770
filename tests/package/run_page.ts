import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { freePort } from "../../launcher/meshcentral/free_port.ts";
import type { TestServer } from "../test_server.ts";
import { type DocumentedPage, reasonNotToRun } from "./documented_commands.ts";
import { type Tarballs, withTarballs } from "./tarballs.ts";

/** What runs the commands of a page in place of the machine's Node. */
export interface CommandRuntime {
  /** Put in front of a script's path; nothing for the machine's Node. */
  readonly command?: string;
  /** A folder whose `node` comes first. */
  readonly path?: string;
}

/** How a page's commands ended. */
export interface PageResult {
  readonly code: number | null;
  /** What they printed, and which line failed. */
  readonly output: string;
  /** How many commands there were to run. */
  readonly count: number;
}

/** Milliseconds for all commands of a page. */
const LIMIT = 120_000;
/** Seconds until a server of a page answers. */
const START = 30;

/**
 * Runs the commands of a page one after the other, as its reader would in an empty folder, with our
 * tarballs in place of the published packages and a real MeshCentral in place of mesh.example.com.
 */
export async function runPage(
  page: DocumentedPage,
  tarballs: Tarballs,
  { server }: TestServer,
  runtime: CommandRuntime = {},
): Promise<PageResult> {
  const commands = page.commands.filter((command) => reasonNotToRun(command) === undefined);
  if (commands.length === 0) return { code: 0, output: "", count: 0 };
  const project = await tarballs.install();
  await writeFile(join(project, "ca.pem"), server.rootCertificate);
  for (const [name, text] of page.files) {
    const shown = join(project, "shown", name);
    await mkdir(dirname(shown), { recursive: true });
    await writeFile(shown, text);
  }
  const port = await freePort();
  const lines = commands.map(({ line }) =>
    line
      .replace(/^npm install (.*)$/, (_, rest) => npmInstall(rest, tarballs))
      .replaceAll("wss://mesh.example.com", server.webSocketUrl)
      .replaceAll("localhost:3001", `127.0.0.1:${port}`)
      .replaceAll("USERNAME=admin", `USERNAME=${server.admin.username}`)
      .replaceAll('"username":"admin"', `"username":"${server.admin.username}"`)
      .replaceAll("PASSWORD=…", `PASSWORD='${server.admin.password}'`)
      .replaceAll('"password":"…"', `"password":"${server.admin.password}"`)
  ).map((line) => onRuntime(line, runtime));
  const script = join(project, "commands.sh");
  await writeFile(script, scriptOf(lines, port));
  const env = {
    ...process.env,
    PATH: [runtime.path, dirname(process.execPath), process.env.PATH].filter(Boolean).join(":"),
    MESHCENTRAL_CA: join(project, "ca.pem"),
    PORT: String(port),
    NO_COLOR: "1",
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  return await new Promise((resolve) => {
    const options = { cwd: project, env, timeout: LIMIT, maxBuffer: 16 * 1024 * 1024 };
    const child = execFile("bash", [script], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, output: stdout + stderr, count: lines.length });
    });
    // What a page asks its reader for is the password. A page that asks for nothing may have ended.
    child.stdin?.on("error", () => {});
    child.stdin?.end(`${server.admin.password}\n`);
  });
}

function npmInstall(rest: string, { paths }: Tarballs): string {
  const words = rest.split(" ");
  const options = words.filter((word) => word.startsWith("-"));
  const names = words.filter((word) => !word.startsWith("-"));
  return ["npm install", ...options, ...withTarballs(names, paths)].join(" ");
}

/** Runs our commands and scripts of Node by another program. */
function onRuntime(line: string, { command }: CommandRuntime): string {
  if (command === undefined) return line;
  return line
    .replaceAll(/npx --no-install (cs-[\w-]+)/g, `${command} node_modules/$1/$1.js`)
    .replaceAll(/(^|\s)node (?=node_modules\/)/g, `$1${command} `);
}

/** A server goes on while the rest of its page is run; a plan may have something to do (2). */
function scriptOf(lines: readonly string[], port: number): string {
  const steps = lines.map((line) => {
    const quoted = `'${line.replaceAll("'", `'\\''`)}'`;
    const isServer = /serve-api|agent-node/.test(line) && !/^(?:npm|export)\b/.test(line);
    if (isServer) return `serve ${quoted}`;
    return `${line} < /dev/stdin\nended $? ${/ (?:plan|diff) /.test(line) ? 2 : 0} ${quoted}`;
  });
  return `${HEAD.replaceAll("PORT_OF_PAGE", String(port))}\n${steps.join("\n")}\nstop\n`;
}

const HEAD = `
ended() {
  if [ "$1" -ne 0 ] && [ "$1" -ne "$2" ]; then echo "failed with code $1: $3" >&2; stop; exit 1; fi
}
stop() {
  if [ -n "$server" ]; then kill -TERM -- "-$server" 2>/dev/null; wait "$server" 2>/dev/null; server=; fi
}
serve() {
  stop
  set -m; ( eval "$1" ) > server.log 2>&1 & server=$!; set +m
  for _ in $(seq ${START * 5}); do
    if curl -sf "http://127.0.0.1:PORT_OF_PAGE/health?live" > /dev/null; then return; fi
    if grep -q "is a device of" server.log; then return; fi
    if ! kill -0 "$server" 2>/dev/null; then break; fi
    sleep 0.2
  done
  cat server.log; echo "does not answer: $1" >&2; stop; exit 1
}
server=
trap stop EXIT
`;
