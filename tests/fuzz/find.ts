/**
 * Looks for faults, and prints an entry for the corpus for each kind that it finds:
 *
 *     deno run -A tests/fuzz/find.ts [part of a target's name] [inputs] [seed]
 *
 * @module
 */
import process from "node:process";
import type { Input } from "./frame.ts";
import { FuzzFailure, runTarget } from "./run_target.ts";
import { shrink } from "./shrink.ts";
import { storeInput } from "./stored_input.ts";
import type { FuzzTarget } from "./target.ts";
import { TARGETS } from "./targets.ts";

const [part = "", inputs = "20000", seed = "1"] = process.argv.slice(2);

for (const target of TARGETS.filter(({ name }) => name.includes(part))) {
  const kinds = new Set<string>();
  const to = Math.min(Number(inputs), target.inputs ?? Infinity);
  for (let from = 0; from < to;) {
    try {
      await runTarget(target, { seed: Number(seed), from, to });
      break;
    } catch (error) {
      if (!(error instanceof FuzzFailure)) throw error;
      from = error.index + 1;
      const fault = faultOf(error.cause);
      if (kinds.has(fault)) continue;
      kinds.add(fault);
      const input = await shrink(
        error.input,
        async (input) => fault === await tried(target, input),
      );
      const entry = { target: target.name, fault, input: storeInput(input) };
      process.stdout.write(`${JSON.stringify(entry)},\n`);
    }
  }
}
process.exit(0); // whatever a target has left behind

/** What a target makes of an input; undefined when all is well. */
async function tried(target: FuzzTarget, input: Input): Promise<string | undefined> {
  try {
    await runTarget({ ...target, seeds: [input] }, { seed: 0, from: 0, to: 1 });
    return undefined;
  } catch (error) {
    return faultOf((error as FuzzFailure).cause);
  }
}

/** The error without what differs from input to input. */
function faultOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return (text.split("\n")[0] ?? "").replace(/"[^"]*"|\d+/g, "…").slice(0, 120);
}
