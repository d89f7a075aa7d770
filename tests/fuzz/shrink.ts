import type { Frame, Input } from "./frame.ts";

/** Tries at most; a shorter input is nice to have, not more. */
const MOST_TRIES = 400;

/** A shorter input that still fails: without frames, and then without parts of them, that do not matter. */
export async function shrink(
  input: Input,
  fails: (input: Input) => Promise<boolean>,
): Promise<Input> {
  let tries = 0;
  const stillFails = async (shorter: Input) => ++tries < MOST_TRIES && await fails(shorter);
  let best = input;
  for (let at = best.length - 1; at >= 0; at--) {
    const shorter = best.toSpliced(at, 1);
    if (shorter.length > 0 && await stillFails(shorter)) best = shorter;
  }
  for (let at = 0; at < best.length; at++) {
    let size = Math.ceil((best[at]?.length ?? 0) / 2);
    for (; size >= 1 && tries < MOST_TRIES; size = Math.floor(size / 2)) {
      for (let from = 0; from < (best[at]?.length ?? 0);) {
        const shorter = best.with(at, without(best[at] ?? "", from, size));
        if (await stillFails(shorter)) best = shorter;
        else from += size;
      }
    }
  }
  return best;
}

function without(frame: Frame, from: number, size: number): Frame {
  if (typeof frame === "string") return frame.slice(0, from) + frame.slice(from + size);
  return new Uint8Array([...frame.subarray(0, from), ...frame.subarray(from + size)]);
}
