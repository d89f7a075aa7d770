/**
 * Kills MeshCentral at the worst moment: right after a write was acknowledged, with a database that is
 * slow. MeshCentral answers before its database has a change; the API must not.
 *
 * @module
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Deployment, startDeployment } from "../deployment/deployment.ts";
import { publicClient } from "../kills/operator.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const KILLS = 2;
const WRITES = 3;
/** Microseconds that PostgreSQL waits before it commits; the most that it allows. */
const COMMIT_DELAY = 100_000;

Deno.test({
  name: "a write that was acknowledged is in the database: MeshCentral may be killed at once",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    if (process.env.CS_BUILT !== "1") {
      await promisify(execFile)("npm", ["run", "build"], { cwd: ROOT });
    }
    await using deployment = await startDeployment();
    const { postgres } = deployment;
    await postgres.query(`ALTER SYSTEM SET commit_delay = ${COMMIT_DELAY}`);
    await postgres.query("ALTER SYSTEM SET commit_siblings = 0");
    await postgres.query("SELECT pg_reload_conf()");
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      acknowledged.push(...await writeAndKill(deployment, `r${round}`));
    }
    await using operator = await deployment.operator();
    const names = new Set((await operator.users()).map(({ name }) => name));
    const lost = acknowledged.filter((name) => !names.has(name));
    process.stdout.write(`${acknowledged.length} acknowledged, ${lost.length} lost\n`);
    assert.equal(acknowledged.length, KILLS * WRITES);
    assert.deepEqual(lost, []);
  },
});

/** Writes, and kills with the last answer; the names of what was acknowledged. */
async function writeAndKill(deployment: Deployment, round: string): Promise<readonly string[]> {
  const client = publicClient(deployment);
  await client.logIn(deployment.admin);
  const names = Array.from({ length: WRITES }, (_, number) => `${round}-${number}`);
  for (const username of names) {
    await client.request("POST /users", { username, password: crypto.randomUUID() });
  }
  await deployment.meshcentral.kill();
  await deployment.meshcentral.ready();
  return names;
}
