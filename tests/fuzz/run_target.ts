import type { Input } from "./frame.ts";
import { makeInput } from "./mutate/mutate_input.ts";
import { Random, streamOf } from "./random.ts";
import { storeInput } from "./stored_input.ts";
import type { FuzzTarget } from "./target.ts";
import { unhandled } from "./unhandled.ts";

/** Milliseconds of one input that is too slow, when it takes them each time. */
const TOO_SLOW = 1_000;

/** Inputs after which it is looked whether an error was handled by nobody. */
const BATCH = 64;

/** Which inputs of a target. */
export interface Range {
  readonly seed: number;
  /** Number of the first input. */
  readonly from: number;
  /** Number after the last input. */
  readonly to: number;
  /** Inputs between two of them. @default {1} */
  readonly step?: number;
}

/** An input that ended otherwise than in a value or the documented error. */
export class FuzzFailure extends Error {
  readonly index: number;
  readonly input: Input;

  constructor(target: string, index: number, seed: number, input: Input, cause: unknown) {
    const reason = cause instanceof Error ? cause.stack ?? cause.message : String(cause);
    const entry = JSON.stringify({ target, input: storeInput(input) });
    const shown = entry.length > 4_000 ? `${entry.slice(0, 4_000)}… (${entry.length})` : entry;
    const what = `${target}, input ${index} of seed ${seed}: ${reason}`;
    super(`${what}\nFor the corpus (tests/fuzz/find.ts makes it shorter):\n${shown}`, { cause });
    this.name = "FuzzFailure";
    this.index = index;
    this.input = input;
  }
}

/** Runs a target with these inputs; the number of them. */
export async function runTarget(target: FuzzTarget, range: Range): Promise<number> {
  const { seed, from, to, step = 1 } = range;
  const stream = streamOf(target.name);
  const inputOf = (index: number) => makeInput(target, index, new Random(seed, stream, index));
  let count = 0;
  let unchecked: number[] = [];
  for (let index = from; index < to; index += step) {
    const input = inputOf(index);
    try {
      const running = runInput(target, input);
      count++;
      if (running === undefined) continue;
      await running;
    } catch (error) {
      throw new FuzzFailure(target.name, index, seed, input, error);
    }
    if (unchecked.push(index) < BATCH && index + step < to) continue;
    const error = await unhandled();
    if (error !== undefined) {
      const culprit = await find(target, unchecked, inputOf) ?? index;
      throw new FuzzFailure(target.name, culprit, seed, inputOf(culprit), error);
    }
    unchecked = [];
  }
  return count;
}

/** Which input it was whose error nobody handled: such errors are told later. */
async function find(
  target: FuzzTarget,
  indices: readonly number[],
  inputOf: (index: number) => Input,
): Promise<number | undefined> {
  for (const index of indices) {
    await runInput(target, inputOf(index));
    if (await unhandled() !== undefined) return index;
  }
  return undefined;
}

/** Runs a target with one input; throws also when it takes too long. */
export function runInput(target: FuzzTarget, input: Input): Promise<void> | undefined {
  const begun = performance.now();
  const running = target.run(input);
  const isSlow = () => performance.now() - begun > TOO_SLOW;
  const check = () => isSlow() ? expectQuick(target, input) : undefined;
  return running === undefined ? check() : running.then(check);
}

/** A machine that was busy with something else is not the input's fault. */
async function expectQuick(target: FuzzTarget, input: Input): Promise<void> {
  for (let run = 0; run < 5; run++) {
    const begun = performance.now();
    await target.run(input);
    if (performance.now() - begun < TOO_SLOW) return;
  }
  throw new Error("takes over a second");
}
