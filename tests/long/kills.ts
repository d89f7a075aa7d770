/**
 * Kills MeshCentral, the API and Redis under traffic, 15 times each (`KILLS`), on the production layout
 * of `examples/deploy` with the API from the packed tarball; `SEED` repeats a run. The figures are those
 * of docs/security.md.
 *
 * @module
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startDeployment } from "../deployment/deployment.ts";
import { formatReport } from "../kills/report.ts";
import { runKills } from "../kills/run.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TIMES = Number(process.env.KILLS ?? 15);
const SEED = Number(process.env.SEED ?? 15);
/** Milliseconds. */
const CALM = Number(process.env.CALM ?? 15_000);
const REST = Number(process.env.REST ?? 70_000);
/** What a heap that has seen traffic may keep, in MB. */
const MOST_GROWTH = 80;

Deno.test({
  name: `${TIMES} kills each of MeshCentral, API and Redis lose nothing and do nothing twice`,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    if (process.env.CS_BUILT !== "1") {
      await promisify(execFile)("npm", ["run", "build"], { cwd: ROOT });
    }
    await using deployment = await startDeployment({ installed: true });
    const begun = performance.now();
    const onProgress = (text: string) =>
      process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(1)} s: ${text}\n`);
    const report = await runKills(deployment, {
      seed: SEED,
      times: TIMES,
      calm: CALM,
      rest: REST,
      onProgress,
    });
    process.stdout.write(`\nseed ${SEED}, ${TIMES} kills each\n${formatReport(report)}\n`);
    assert.deepEqual(report.lost, []);
    assert.deepEqual(report.twice, []);
    assert.deepEqual(report.ledger.late, []);
    for (const [name, { sockets, memory }] of Object.entries(report.after)) {
      const before = report.before[name];
      assert.ok(before !== undefined && sockets <= before.sockets, `${name} holds sockets`);
      assert.ok(memory <= before.memory + MOST_GROWTH, `${name} holds memory`);
    }
  },
});
