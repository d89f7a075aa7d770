import assert from "node:assert/strict";
import { installPackage } from "../runtimes/installed_package.ts";
import { runtimesTable } from "../runtimes/table.ts";
import { runSuite } from "../runtimes/run_suite.ts";
import { RUNTIMES, versionOf } from "../runtimes/runtimes.ts";
import { startStage } from "../runtimes/stage.ts";

Deno.test("the installed package works on every runtime, against a real MeshCentral", async () => {
  await using installed = await installPackage();
  await using stage = await startStage();
  const runs = [];
  for (const runtime of RUNTIMES) {
    const results = await runSuite(runtime, installed, stage);
    runs.push({ name: runtime.name, version: await versionOf(runtime), results });
  }
  const failed = runs.flatMap(({ name, results }) =>
    results.filter(({ error }) => error !== undefined).map((result) => ({
      runtime: name,
      ...result,
    }))
  );
  assert.deepEqual(failed, [], runtimesTable(runs));
});
