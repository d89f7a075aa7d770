import assert from "node:assert/strict";
import { join } from "node:path";
import { installMeshCentral } from "../../launcher/meshcentral/install.ts";
import {
  apply,
  controlExecutor,
  meshctrlExecutor,
  parseSpec,
  plan,
  readState,
  type Spec,
  type State,
} from "../../provision/mod.ts";
import { startTestServer } from "../test_server.ts";

const password = () => Promise.resolve("the same for all");

function specOf(owner: string): Spec {
  return parseSpec(`
owner: ${owner}
deviceGroups:
  kiosks:
    name: Kiosks ${owner}
    description: In the hall
    features: [syncHostName]
    consent: [promptDesktop]
    invite: { codes: [c-${owner}], agent: background }
  lab: { name: Lab ${owner} }
users:
  Alice-${owner}: { realName: Alice A., email: a@example.com, emailVerified: true, role: manager }
  bob-${owner}: { role: administrator }
userGroups:
  team: { name: Team ${owner}, members: [alice-${owner}] }
memberships:
  - { group: kiosks, user: alice-${owner}, rights: operator }
  - { group: kiosks, userGroup: team, rights: [remoteControl, runCommands, relay] }
  - { group: lab, user: bob-${owner}, rights: administrator }
`);
}

Deno.test("meshctrl carries out the same plan with the same result", async () => {
  await using server = await startTestServer();
  await using client = await server.operator();
  const { webSocketUrl: url, admin } = server.server;
  const script = join(await installMeshCentral(), "node_modules", "meshcentral", "meshctrl.js");
  const byControl = controlExecutor(client, url);
  const byMeshctrl = meshctrlExecutor({ script, url, ...admin });

  const { server: a, ...withoutServer } = await readState(byControl);
  const { server: b, ...same } = await readState(byMeshctrl);
  assert.deepEqual(same, withoutServer);
  assert.deepEqual({ ...b, version: a.version }, a);

  const [one, two] = [specOf("one"), specOf("two")];
  await apply(plan(one, await readState(byControl)), byControl, { password });
  await apply(plan(two, await readState(byMeshctrl)), byMeshctrl, { password });
  const state = await readState(byControl);
  assert.deepEqual(plan(two, state).steps, []);
  assert.deepEqual(plan(one, await readState(byMeshctrl)).steps, []);
  assert.deepEqual(of("two", state), of("one", state));

  const nothing = parseSpec("owner: two");
  const pruned = plan(nothing, await readState(byMeshctrl), { prune: true });
  await apply(pruned, byMeshctrl);
  assert.deepEqual(plan(nothing, await readState(byControl), { prune: true }).steps, []);
  assert.deepEqual(plan(one, await readState(byControl)).steps, []);
});

/** What belongs to an owner, without his name and ids. */
function of(owner: string, state: State): unknown {
  const ids = new Map(
    [...state.users, ...state.userGroups].map(({ id, name }) => [id, name.replace(owner, "")]),
  );
  const linked = (rights: Readonly<Record<string, number>>) =>
    Object.entries(rights).map(([id, sum]) => [ids.get(id), sum]).sort();
  return {
    deviceGroups: state.deviceGroups.filter(({ mark }) => mark?.owner === owner).map((group) => [
      group.mark?.key,
      group.description,
      group.flags,
      group.consent,
      group.invite?.flags,
      linked(group.rights),
    ]),
    users: state.users.filter(({ id }) => id.endsWith(`-${owner}`)).map((user) => [
      user.realName,
      user.email,
      user.emailVerified,
      user.siteRights,
      user.unfinished,
    ]),
    userGroups: state.userGroups.filter(({ mark }) => mark?.owner === owner).map((group) => [
      group.mark?.key,
      group.description,
      group.members.map((id) => ids.get(id)),
    ]),
  };
}
