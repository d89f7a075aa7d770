import process from "node:process";
import { type Growing, growing } from "./grow.ts";
import { Random, streamOf } from "./random.ts";
import { storeInput } from "./stored_input.ts";
import type { FuzzTarget } from "./target.ts";
import { TARGETS } from "./targets.ts";

/** Bytes, or characters. */
const SHORT = 8_000;
const LONG = 64_000;
/** Milliseconds of a long input that is quick enough, whatever a short one takes. */
const QUICK = 150;
/** A long input may take so many times as long as a short one, which has an eighth of it. */
const MOST = 24;

/** Readers that answer at once: of others the time is mostly that of waiting. */
export const GROWING_TARGETS: readonly FuzzTarget[] = TARGETS.filter(({ name, most }) =>
  most === 1 && /^(protocol|control\/meshctrl|demo|api translate|api EventLog)/.test(name) &&
  !name.includes("derived")
);

/** Inputs of so many shapes for which a reader takes more than its share of time. */
export async function superLinear(
  target: FuzzTarget,
  shapes: number,
  seed: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let shape = 0; shape < shapes; shape++) {
    const random = new Random(seed, streamOf(target.name), shape);
    const grow = growing(random.pick(random.pick(target.seeds)), random);
    const times = await timesIfSuperLinear(target, grow);
    if (times === undefined) continue;
    const input = JSON.stringify(storeInput([grow(LONG)])).slice(0, 500);
    found.push(`${target.name}: ${times} with ${input}`);
  }
  return found;
}

/** Only what is slow, and out of proportion, each time that it is tried, is a fault. */
async function timesIfSuperLinear(
  target: FuzzTarget,
  grow: Growing,
): Promise<string | undefined> {
  let [short, long] = [Infinity, Infinity];
  for (let tries = 0; tries < 5; tries++) {
    long = Math.min(long, await timeOf(target, grow, LONG));
    if (long < QUICK) return undefined;
    short = Math.min(short, await timeOf(target, grow, SHORT));
    if (long < short * MOST) return undefined;
  }
  return `${short} ms become ${long} ms`;
}

/** The time on the clock or of the processor, whichever is less: others may have had either. */
async function timeOf(target: FuzzTarget, grow: Growing, size: number): Promise<number> {
  const input = [grow(size)];
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await target.run(input);
  const { user, system } = process.cpuUsage(used);
  return Math.min(performance.now() - begun, (user + system) / 1000);
}
