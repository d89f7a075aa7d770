import type { Input } from "./frame.ts";
import type { SeedPool } from "./mutate/mutate_input.ts";

/** Something that reads what another person, device, server or file can influence. */
export interface FuzzTarget extends SeedPool {
  /** Room and reader. */
  readonly name: string;
  /** Exports of the package that it tries. */
  readonly covers: readonly string[];
  /**
   * Inputs of the target in the long run; those of targets that answer at once are as many as it
   * takes to come to the whole number. @default that
   */
  readonly inputs?: number;
  /**
   * Reads an input. It must end in a value of the documented types, or in the documented error; all
   * else is thrown, or rejected with.
   */
  run(input: Input): void | Promise<void>;
}

/** An input with one frame. */
export function single(frames: readonly Input[number][]): readonly Input[] {
  return frames.map((frame) => [frame]);
}
