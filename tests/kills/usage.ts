import { readdir, readFile, readlink } from "node:fs/promises";

/** What the processes of a service hold. */
export interface Usage {
  readonly sockets: number;
  /** Resident memory in MB. */
  readonly memory: number;
}

/** Adds up all processes of a group. */
export async function usageOf(group: number): Promise<Usage> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  let [sockets, memory] = [0, 0];
  for (const id of ids) {
    const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    // After the name in parentheses, which may have spaces: state, parent, group.
    const [, , processGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (processGroup !== String(group)) continue;
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    memory += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    const files = await readdir(`/proc/${id}/fd`).catch(() => []);
    const targets = await Promise.all(
      files.map((file) => readlink(`/proc/${id}/fd/${file}`).catch(() => "")),
    );
    sockets += targets.filter((target) => target.startsWith("socket:")).length;
  }
  return { sockets, memory: Math.round(memory) };
}
