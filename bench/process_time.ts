import { readdir, readFile } from "node:fs/promises";

/** Ticks a second of `/proc`, on every Linux. */
const TICKS = 100;

/** Seconds of processor time that these processes, and all of these process groups, have used. */
export async function processTime(
  processes: readonly number[],
  groups: readonly number[],
): Promise<number> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const times = await Promise.all(ids.map(async (id) => {
    const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    // After the name in parentheses, which may have spaces: state, parent, group; 11 and 12 times.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const counts = processes.includes(id) || groups.includes(Number(fields[2]));
    return counts ? Number(fields[11]) + Number(fields[12]) : 0;
  }));
  return times.reduce((sum, time) => sum + time, 0) / TICKS;
}
