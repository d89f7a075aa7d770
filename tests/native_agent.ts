import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";

/** MeshCentral's own agent for Linux x64, running in the foreground from a folder of its own. */
export interface NativeAgent extends AsyncDisposable {
  /** Where it runs, and keeps its identity. */
  readonly folder: string;
  /** Its process, and the group of all that it starts. */
  readonly pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Kills it and what it started; resolves when all have ended. */
  kill(): Promise<void>;
}

/**
 * Where its shell finds programs. The shell reads the account's own start files, and without HOME: what
 * a developer keeps in other folders is not started by them (a version manager once waited a minute for
 * a lock that an ended test had left).
 */
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Starts the agent of the installed MeshCentral with this `.msh` file. `env`: of its X display, which
 * it shows as its desktop.
 */
export async function startNativeAgent(
  msh: string,
  env: Readonly<Record<string, string>> = {},
): Promise<NativeAgent> {
  const installation = await installMeshCentral({ version: process.env.MESHCENTRAL_VERSION });
  const agents = join(installation, "node_modules", "meshcentral", "agents");
  const folder = await mkdtemp(join(tmpdir(), "native-agent-"));
  const executable = join(folder, "meshagent");
  await copyFile(join(agents, "meshagent_x86-64"), executable);
  await chmod(executable, 0o755);
  // Without the last line it asks the desktop's settings for a proxy, which writes into the home
  // folder of the account, whatever HOME says.
  await writeFile(join(folder, "meshagent.msh"), `${msh}ignoreProxyFile=1\r\n`);
  const child = spawn(executable, [], {
    cwd: folder,
    env: { HOME: folder, PATH: SYSTEM_PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own, to be killed as one
  });
  const closed = once(child, "close");
  let output = "";
  child.stdout.on("data", (data) => output += data);
  child.stderr.on("data", (data) => output += data);
  const kill = async () => {
    if (child.pid === undefined || child.stdout.closed) return;
    process.kill(-child.pid, "SIGKILL");
    await closed;
    if (await hasProcesses(child.pid)) throw new Error("the native agent left processes behind");
  };
  return {
    folder,
    pid: child.pid ?? 0,
    output: () => output,
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
}

/** Whether a process of the group lives; one that waits to be reaped does not. */
async function hasProcesses(group: number): Promise<boolean> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/stat`, "utf8").catch(() => "")),
  );
  return stats.some((stat) => {
    // After the name in parentheses, which may have spaces: state, parent, group.
    const [state, , processGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state !== "Z" && processGroup === String(group);
  });
}
