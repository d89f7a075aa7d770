/**
 * `deno run -A bench/provision.ts`: examples/spec.yaml (20 groups, 50 users, 5 teams, 200
 * memberships) on an empty MeshCentral, once with cs-provision and once as a script would with
 * meshctrl: one process a request, nothing read back. Takes some minutes.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { expectDone, type MeshctrlArguments, runMeshctrl } from "../control/meshctrl/mod.ts";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import { apply, controlExecutor, filesIn, parseSpec, plan, readState } from "../provision/mod.ts";
import { inFolder } from "../tests/provision_server.ts";
import { startTestServer, type TestServer } from "../tests/test_server.ts";

const spec = parseSpec(
  await readFile(new URL("../examples/spec.yaml", import.meta.url), "utf8"),
);
const rows: [what: string, milliseconds: number][] = [];

await inFolder(async (folder) => {
  await using server = await startTestServer();
  const run = async () => {
    await using client = await server.operator();
    const executor = controlExecutor(client, server.server.webSocketUrl);
    const files = filesIn(folder);
    const steps = plan(spec, await readState(executor, { spec, files }));
    await apply(steps, executor, { files, password: () => Promise.resolve(crypto.randomUUID()) });
  };
  await measure("cs-provision: the first run, each step read back", run);
  await measure("cs-provision: again, nothing to do", run);
});
await using server = await startTestServer();
await measure("meshctrl: a process a request, nothing read back", () => byMeshctrl(server));
for (const [what, milliseconds] of rows) {
  process.stdout.write(`| ${what} | ${(milliseconds / 1000).toFixed(2)} s |\n`);
}
process.exit();

async function byMeshctrl({ server }: TestServer): Promise<void> {
  const script = join(await installMeshCentral(), "node_modules", "meshcentral", "meshctrl.js");
  const options = { script, url: server.webSocketUrl, ...server.admin };
  const meshctrl = async (action: string, args: MeshctrlArguments) =>
    expectDone(await runMeshctrl(options, action, args), action);
  const ids = new Map<string, string>();
  for (const [key, { name = key }] of Object.entries(spec.deviceGroups ?? {})) {
    ids.set(key, await meshctrl("adddevicegroup", { name, features: 2, consent: 1 }) ?? "");
  }
  for (const user of Object.keys(spec.users ?? {})) {
    await meshctrl("adduser", { user, pass: crypto.randomUUID(), rights: 64 });
  }
  for (const name of Object.keys(spec.userGroups ?? {})) await meshctrl("addusergroup", { name });
  const groups = JSON.parse(await runMeshctrl(options, "listusergroups", { json: true }));
  for (const [id, { name }] of Object.entries<{ name: string }>(groups)) ids.set(name, id);
  for (const [key, { members = [] }] of Object.entries(spec.userGroups ?? {})) {
    for (const user of members) {
      await meshctrl("addtousergroup", { groupid: ids.get(key), id: `user//${user}` });
    }
  }
  for (const { group, user, userGroup } of spec.memberships ?? []) {
    const groupid = user === undefined ? ids.get(userGroup ?? "") : `user//${user}`;
    await meshctrl("addtousergroup", { groupid, id: ids.get(group), rights: 8 });
  }
}

async function measure(what: string, work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await work();
  rows.push([what, performance.now() - begun]);
}
