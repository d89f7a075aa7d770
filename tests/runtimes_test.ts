import assert from "node:assert/strict";
import { type InstalledPackage, installPackage } from "./runtimes/installed_package.ts";
import { type BehaviorResult, runSuite } from "./runtimes/run_suite.ts";
import { RUNTIMES } from "./runtimes/runtimes.ts";
import { type Stage, startStage } from "./runtimes/stage.ts";

/** Those whose built-in parts differ most from Deno, on which everything else is tested. */
const SHORT = RUNTIMES.filter(({ name }) => ["Node 22", "Bun 1"].includes(name));

let installed: InstalledPackage;
let stage: Stage;
let runs: Promise<readonly BehaviorResult[]>[];

Deno.test.beforeAll(async () => {
  [installed, stage] = await Promise.all([installPackage(), startStage()]);
  runs = SHORT.map((runtime) => runSuite(runtime, installed, stage));
  await Promise.allSettled(runs); // each test reports its own
});
Deno.test.afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await installed?.[Symbol.asyncDispose]();
});

for (const [index, { name }] of SHORT.entries()) {
  Deno.test(`the installed package works on ${name}, against a real MeshCentral`, async () => {
    const results = await runs[index] ?? [];
    assert.ok(results.length >= 20, `${results.length} behaviors`);
    assert.deepEqual(results.filter(({ error }) => error !== undefined), []);
  });
}
