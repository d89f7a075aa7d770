import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import type { MeshCentralServer } from "../launcher/meshcentral/server.ts";

/** Milliseconds that one run may take. */
const TIMEOUT = 60_000;

/** Runs the installed `meshctrl.js` with the server's administrator; resolves with all it printed. */
export async function meshctrl(
  server: MeshCentralServer,
  ...args: readonly string[]
): Promise<string> {
  return await untilConnected(async () => await outputOf(await spawnMeshctrl(server, args)));
}

/**
 * `meshctrl shell` on a pseudo-terminal of util-linux's `script`, since it wants one.
 *
 * @param typed Sent key by key once `expect` was printed.
 */
export async function meshctrlShell(
  server: MeshCentralServer,
  nodeId: string,
  steps: readonly { readonly expect: string; readonly typed: string }[],
): Promise<string> {
  return await untilConnected(() => typeInShell(server, nodeId, steps));
}

/**
 * meshctrl puts the relay's cookie into its URL by `String.replace`, which makes one `$` of two: about
 * one in twenty of its tunnels is refused for that, and never opens. Such a run is repeated.
 */
async function untilConnected(run: () => Promise<string>): Promise<string> {
  for (let tries = 1;; tries++) {
    const output = await run();
    const refused = /Waiting for Agent\.\.\.\s+Connection Closed/.test(output);
    if (!refused || tries === 3) return output;
  }
}

async function typeInShell(
  server: MeshCentralServer,
  nodeId: string,
  steps: readonly { readonly expect: string; readonly typed: string }[],
): Promise<string> {
  const child = await spawnMeshctrl(server, ["shell", "--id", nodeId], true);
  let output = "";
  let next = 0;
  child.stdout?.on("data", (data) => {
    output += data;
    const step = steps[next];
    if (step === undefined || !output.includes(step.expect)) return;
    next++;
    output += "\n";
    child.stdin?.write(step.typed);
  });
  const all = await outputOf(child);
  const refused = next === 0 && all.includes("Connection Closed");
  if (next < steps.length && !refused) {
    throw new Error(`"${steps[next]?.expect}" never came:\n${all}`);
  }
  return all;
}

async function spawnMeshctrl(
  server: MeshCentralServer,
  args: readonly string[],
  terminal = false,
): Promise<ChildProcess> {
  const installation = await installMeshCentral({ version: server.version });
  const { username, password } = server.admin;
  const command = [
    "node",
    join(installation, "node_modules", "meshcentral", "meshctrl.js"),
    ...args,
    `--url=${server.webSocketUrl}`,
    `--loginuser=${username}`,
    `--loginpass=${password}`, // in one piece: it may begin with a dash
  ];
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const [file = "", ...rest] = terminal ? ["script", "-qec", quoted, "/dev/null"] : command;
  return spawn(file, rest, {
    cwd: installation,
    env: { PATH: process.env.PATH ?? "", HOME: installation, TERM: "xterm" },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = "";
  child.stdout?.on("data", (data) => output += data);
  child.stderr?.on("data", (data) => output += data);
  const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT);
  await once(child, "close");
  clearTimeout(timer);
  return output;
}
