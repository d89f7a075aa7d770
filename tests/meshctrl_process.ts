import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import type { MeshCentralServer } from "../launcher/meshcentral/server.ts";

/** Runs the installed `meshctrl.js` with the server's administrator; resolves with all it printed. */
export async function meshctrl(
  server: MeshCentralServer,
  ...args: readonly string[]
): Promise<string> {
  const child = await spawnMeshctrl(server, args);
  return await outputOf(child, 60_000);
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
  const all = await outputOf(child, 60_000);
  if (next < steps.length) throw new Error(`"${steps[next]?.expect}" never came:\n${all}`);
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

async function outputOf(child: ChildProcess, timeout: number): Promise<string> {
  let output = "";
  child.stdout?.on("data", (data) => output += data);
  child.stderr?.on("data", (data) => output += data);
  const timer = setTimeout(() => child.kill("SIGKILL"), timeout);
  await once(child, "close");
  clearTimeout(timer);
  return output;
}
