import { readdirSync, readFileSync } from "node:fs";
import type { Input } from "./frame.ts";
import { type CorpusFrame, loadInput } from "./stored_input.ts";

const FOLDER = new URL("corpus/", import.meta.url);

/** An input that once ended otherwise than in a value or the documented error. */
export interface CorpusCase {
  /** The name of the target. */
  readonly target: string;
  /** What was wrong. */
  readonly fault: string;
  readonly input: Input;
}

interface StoredCase extends Omit<CorpusCase, "input"> {
  readonly input: readonly CorpusFrame[];
}

/** The cases of every file in the corpus. */
export function readCorpus(): readonly CorpusCase[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  return files.flatMap((name) => {
    const cases: StoredCase[] = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
    return cases.map((stored) => ({ ...stored, input: loadInput(stored.input) }));
  });
}
