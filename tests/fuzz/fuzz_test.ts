import assert from "node:assert/strict";
import process from "node:process";
import { readCorpus } from "./corpus.ts";
import { runInput, runTarget } from "./run_target.ts";
import { unhandled } from "./unhandled.ts";
import { TARGETS } from "./targets.ts";

/** Another run has other inputs: `FUZZ_SEED=2 deno test -A tests/fuzz`. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** Inputs of a target that answers at once, and the part of those of others. */
const FEW = 1_000;
const PART = 300;

const options = { sanitizeOps: false, sanitizeResources: false };

Deno.test({
  name: "every reader answers recorded frames that were changed with a value or its typed error",
  ...options,
  async fn() {
    let count = 0;
    for (const target of TARGETS) {
      const to = target.inputs === undefined ? FEW : Math.ceil(target.inputs / PART);
      count += await runTarget(target, { seed: SEED, from: 0, to });
    }
    process.stdout.write(`${count} inputs of seed ${SEED} in ${TARGETS.length} targets\n`);
  },
});

Deno.test({
  name: "every input that once found a fault ends in a value or a typed error",
  ...options,
  async fn() {
    const corpus = readCorpus();
    assert.ok(corpus.length > 0);
    for (const { target: name, fault, input } of corpus) {
      const target = TARGETS.find((target) => target.name === name);
      assert.ok(target !== undefined, `no target is called ${name}`);
      try {
        await runInput(target, input);
        assert.equal(await unhandled(), undefined);
      } catch (cause) {
        throw new Error(`${name}: again ${fault}`, { cause });
      }
    }
  },
});

Deno.test("the names of targets are different", () => {
  const names = TARGETS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});
