/**
 * Ten million changed inputs for every reader of the package. Not in `npm test`, which has a part of
 * them. Another run has other inputs: `FUZZ_SEED=2`; another number of them: `FUZZ_INPUTS=100000`.
 *
 * @module
 */
import assert from "node:assert/strict";
import process from "node:process";
import { GROWING_TARGETS, superLinear } from "../fuzz/growth.ts";
import type { FuzzReport, FuzzTask, Ready } from "../fuzz/worker.ts";

const TOTAL = Number(process.env.FUZZ_INPUTS ?? 10_000_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Shapes of each reader that answers at once. */
const SHAPES = 150;
/** Each has a core, and every second input. */
const WORKERS = 2;

Deno.test({
  name: "ten million inputs are answered with a value or a typed error",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const begun = performance.now();
    const tasks = Array.from({ length: WORKERS }, (_, offset) => ({
      seed: SEED,
      total: TOTAL,
      offset,
      step: WORKERS,
    }));
    const reports = await Promise.all(tasks.map(runInWorker));
    const counts = new Map<string, number>();
    for (const { name, count } of reports.flatMap(({ counts }) => counts)) {
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
    let sum = 0;
    for (const [name, count] of counts) {
      sum += count;
      process.stdout.write(`${String(count).padStart(9)}  ${name}\n`);
    }
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(`${String(sum).padStart(9)}  inputs of seed ${SEED} in ${seconds} s\n`);
    const failures = reports.flatMap(({ failures }) => failures);
    assert.deepEqual(failures, []);
    assert.ok(sum >= TOTAL, `${sum} inputs`);
  },
});

Deno.test("thousands of shapes of input take work in proportion to their length", async () => {
  const found: string[] = [];
  for (const target of GROWING_TARGETS) found.push(...await superLinear(target, SHAPES, SEED));
  assert.deepEqual(found, []);
});

function runInWorker(task: FuzzTask): Promise<FuzzReport> {
  const worker = new Worker(new URL("../fuzz/worker.ts", import.meta.url), { type: "module" });
  return new Promise<FuzzReport>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FuzzReport | Ready>) =>
      data === "ready" ? worker.postMessage(task) : resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  }).finally(() => worker.terminate());
}
