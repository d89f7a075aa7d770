import { bytesOf, type Frame, type Input, textOf } from "../frame.ts";
import type { Random } from "../random.ts";
import { mutateBytes } from "./mutate_bytes.ts";
import { mutateJson } from "./mutate_json.ts";
import { mutateText } from "./mutate_text.ts";

/** What inputs are made from. */
export interface SeedPool {
  /** Single frames, in any order; or whole sequences, whose order matters. */
  readonly seeds: readonly Input[];
  /** Frames of an input at most. */
  readonly most: number;
}

/** Frames by kind, to take parts of others from. */
interface Parts {
  readonly texts: readonly string[];
  readonly bytes: readonly Uint8Array[];
}

const parts = new WeakMap<SeedPool, Parts>();

/** An input made from the pool: the seeds themselves first, then mutations. */
export function makeInput(pool: SeedPool, index: number, random: Random): Input {
  const { seeds, most } = pool;
  const unchanged = seeds[index];
  if (unchanged !== undefined) return unchanged;
  if (most === 1) return [mutateFrame(random.pick(random.pick(seeds)), partsOf(pool), random)];
  return random.oneIn(3) ? anyFrames(pool, random) : mutateSequence(pool, random);
}

/** Frames in any order: what no honest peer does. */
function anyFrames(pool: SeedPool, random: Random): Input {
  const length = 1 + random.below(pool.most);
  return Array.from({ length }, () => {
    const frame = random.pick(random.pick(pool.seeds));
    return random.oneIn(2) ? mutateFrame(frame, partsOf(pool), random) : frame;
  });
}

/** A recorded sequence in which some frames are changed, lost, repeated or put in. */
function mutateSequence(pool: SeedPool, random: Random): Input {
  const frames = [...random.pick(pool.seeds)];
  for (let count = 1 + random.small(4); count > 0; count--) {
    const at = random.below(frames.length + 1);
    const frame = frames[at] ?? frames[0] ?? "";
    switch (random.below(8)) {
      case 0:
        frames.splice(at, 1);
        break;
      case 1:
        frames.splice(at, 0, frame);
        break;
      case 2:
        frames.splice(at, 0, random.pick(random.pick(pool.seeds)));
        break;
      default:
        frames.splice(at, 1, mutateFrame(frame, partsOf(pool), random));
    }
  }
  return frames.slice(0, pool.most);
}

function mutateFrame(frame: Frame, { texts, bytes }: Parts, random: Random): Frame {
  const mutated = mutateContent(frame, texts, bytes, random);
  if (!random.oneIn(24)) return mutated;
  // The same in the other kind of frame.
  return typeof mutated === "string" ? bytesOf(mutated) : textOf(mutated);
}

function mutateContent(
  frame: Frame,
  texts: readonly string[],
  bytes: readonly Uint8Array[],
  random: Random,
): Frame {
  if (typeof frame === "string") {
    return /^\s*[{[]/.test(frame)
      ? mutateJson(frame, texts, random)
      : mutateText(frame, texts, random);
  }
  const isJson = frame[0] === 0x7b && !random.oneIn(8);
  return isJson
    ? bytesOf(mutateJson(textOf(frame), texts, random))
    : mutateBytes(frame, bytes, random);
}

function partsOf(pool: SeedPool): Parts {
  const known = parts.get(pool);
  if (known !== undefined) return known;
  const frames = pool.seeds.flat();
  const made = {
    texts: frames.map(textOf),
    bytes: frames.map(bytesOf),
  };
  parts.set(pool, made);
  return made;
}
