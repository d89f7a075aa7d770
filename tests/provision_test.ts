import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { BrowserAgent } from "../agent/mod.ts";
import { ControlClient } from "../control/mod.ts";
import { parseEnrollment } from "../protocol/mod.ts";
import {
  ApplyError,
  controlExecutor,
  ensureDeviceGroup,
  ensureMembership,
  ensureUser,
  ensureUserGroup,
  exportSpec,
  parseSpec,
  plan,
  readState,
  type Spec,
  type State,
} from "../provision/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { connectWire, inFolder, provision } from "./provision_server.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

let server: TestServer;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const password = () => Promise.resolve(crypto.randomUUID());

/** Everything once; `n` keeps the tests of this file apart. */
function specOf(n: string, owner = n): Spec {
  return parseSpec(`
owner: ${owner}
deviceGroups:
  kiosks:
    name: Kiosks ${n}
    description: |
      In the hall
    features: [syncHostName]
    consent: [promptDesktop, connectionBar]
    invite: { codes: [code-${n}], agent: interactive }
  lab: { name: Lab ${n} }
users:
  Alice-${n}: { realName: Alice A., email: Alice@example.com, emailVerified: true, role: manager }
  bob-${n}: { rights: [noNewGroups, locked] }
userGroups:
  team: { name: Team ${n}, description: All, members: [alice-${n}, bob-${n}] }
memberships:
  - { group: kiosks, user: alice-${n}, rights: operator }
  - { group: kiosks, userGroup: team, rights: viewer }
  - { group: lab, user: bob-${n}, rights: [remoteControl, noFiles] }
enrollment:
  - { group: kiosks, file: kiosks.json }
  - { group: lab, file: agents/lab.msh }
`);
}

async function stateOf(): Promise<State> {
  await using client = await server.operator();
  return await readState(controlExecutor(client, server.server.webSocketUrl));
}

Deno.test("an empty server comes to what a specification says; the second run writes nothing", async () => {
  await inFolder(async (folder) => {
    const spec = specOf("first");
    const writes = await provision(server, spec, { folder });
    assert.deepEqual(count(writes), {
      createusergroup: 2,
      adduser: 2,
      addusertousergroup: 4,
      edituser: 2,
      createmesh: 2,
      editmesh: 1,
      addmeshuser: 3,
    });
    const { deviceGroups, users, userGroups } = await stateOf();
    const kiosks = deviceGroups.find(({ name }) => name === "Kiosks first");
    assert.deepEqual([kiosks?.description, kiosks?.flags, kiosks?.consent, kiosks?.invite], [
      "In the hall",
      2,
      8 + 64,
      { codes: ["code-first"], flags: 1 },
    ]);
    const alice = users.find(({ id }) => id === "user//alice-first");
    assert.deepEqual(
      [alice?.name, alice?.realName, alice?.email, alice?.emailVerified, alice?.siteRights],
      ["Alice-first", "Alice A.", "alice@example.com", true, 2 + 256 + 512 + 2048],
    );
    assert.equal(users.find(({ id }) => id === "user//bob-first")?.siteRights, 32 + 64);
    const team = userGroups.find(({ name }) => name === "Team first");
    assert.deepEqual(team?.members, ["user//alice-first", "user//bob-first"]);
    assert.equal(kiosks?.rights[team?.id ?? ""], 8 + 256 + 512 + 1024 + 2048 + 1048576);

    assert.deepEqual(await provision(server, spec, { folder }), []);
    assert.deepEqual(await provision(server, spec, { folder, prune: true }), []);
  });
});

Deno.test("agents join with the files that were written, which only their owner can read", async () => {
  await inFolder(async (folder) => {
    await provision(server, specOf("files"), { folder });
    const state = await stateOf();
    for (const [file, name] of [["kiosks.json", "Kiosks files"], ["agents/lab.msh", "Lab files"]]) {
      const path = join(folder, file ?? "");
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      const enrollment = parseEnrollment(await readFile(path, "utf8"));
      assert.equal(enrollment.meshName, name);
      const agent = new BrowserAgent({ ...enrollment, name: `with ${file}` });
      await agent.connect();
      await server.waitForDevice(
        agent.nodeId,
        ({ groupId }) => groupId === state.deviceGroups.find((group) => group.name === name)?.id,
      );
      await agent.close();
    }
  });
});

Deno.test("what somebody changed by hand is shown, and healed", async () => {
  const spec = specOf("drift");
  await inFolder(async (folder) => {
    await provision(server, spec, { folder });
    await using client = await server.operator();
    const { deviceGroups, userGroups } = await stateOf();
    const kiosks = deviceGroups.find(({ name }) => name === "Kiosks drift")?.id ?? "";
    const team = userGroups.find(({ name }) => name === "Team drift")?.id ?? "";
    await client.editDeviceGroup(kiosks, { name: "Renamed", consent: 0, inviteCodes: [] });
    await client.setDeviceGroupUser(kiosks, "alice-drift", 8);
    await client.removeDeviceGroupUser(kiosks, team);
    await client.removeUserGroupMember(team, "bob-drift");
    await client.editUser("bob-drift", { siteRights: 0 });
    await client.editUserGroup(team, { description: "gone [cs-provision:drift:team]" });
    const state = await readState(controlExecutor(client, server.server.webSocketUrl));
    assert.deepEqual(count(plan(spec, state).steps.map(({ kind }) => kind)), {
      "update-user": 1,
      "update-user-group": 1,
      "add-member": 1,
      "update-device-group": 1,
      "set-rights": 2,
      "write-file": 2, // this state was read without the folder
    });
    const writes = await provision(server, spec, { folder });
    assert.deepEqual(count(writes), {
      edituser: 1,
      editusergroup: 1,
      addusertousergroup: 1,
      editmesh: 1,
      addmeshuser: 2,
    });
    assert.deepEqual(await provision(server, spec, { folder }), []);
  });
});

Deno.test("an apply that is cut off at any request goes on where it was, and makes nothing twice", async () => {
  await inFolder(async (folder) => {
    const whole = (await provision(server, specOf("whole"), { folder: join(folder, "w") })).length;
    assert.ok(whole > 10);
    for (let diesAfter = 1; diesAfter <= whole; diesAfter++) {
      const n = `cut${diesAfter}`;
      const spec = specOf(n);
      const own = join(folder, n);
      const cut = provision(server, spec, { folder: own, diesAfter });
      if (diesAfter < whole) await assert.rejects(cut, ApplyError);
      else await cut.catch(() => {});
      await provision(server, spec, { folder: own });
      assert.deepEqual(await provision(server, spec, { folder: own }), [], n);
      const { deviceGroups, userGroups, users } = await stateOf();
      const ours = ({ mark }: { mark?: { owner: string } | undefined }) => mark?.owner === n;
      assert.deepEqual(deviceGroups.filter(ours).map(({ name }) => name).sort(), [
        `Kiosks ${n}`,
        `Lab ${n}`,
      ]);
      assert.equal(userGroups.filter(ours).length, 2);
      assert.deepEqual(
        users.filter(({ id }) => id.endsWith(`-${n}`)).map(({ realName, unfinished }) => [
          realName,
          unfinished,
        ]),
        [["Alice A.", undefined], ["", undefined]],
      );
    }
  });
});

Deno.test("prune removes what this owner made, and nothing else", async () => {
  await inFolder(async (folder) => {
    const [mine, other] = [specOf("mine"), specOf("other")];
    await provision(server, other, { folder: join(folder, "other") });
    await provision(server, mine, { folder });
    await using client = await server.operator();
    await client.addUser({ username: "byhand", password: "by hand, by hand" });
    await client.addDeviceGroup("by hand");
    await client.addUserGroup("by hand");
    const kiosks = (await stateOf()).deviceGroups.find(({ name }) => name === "Kiosks mine");
    await client.setDeviceGroupUser(kiosks?.id ?? "", "byhand", 8);
    const before = await stateOf();

    const less = parseSpec(`
owner: mine
deviceGroups:
  kiosks: { name: Kiosks mine }
users:
  Alice-mine: {}
`);
    const { notes } = plan(less, before);
    assert.ok(notes.some(({ kind, message }) => kind === "kept" && message.includes("Lab mine")));
    assert.deepEqual(await provision(server, less), []);
    const writes = await provision(server, less, { prune: true });
    assert.deepEqual(count(writes), {
      removemeshuser: 1, // Alice's; the others go with the user group and with Bob
      deletemesh: 1,
      deleteusergroup: 1,
      deleteuser: 1,
    });
    const after = await stateOf();
    const gone = (list: (state: State) => readonly { name: string }[]) => {
      const left = list(after).map(({ name }) => name);
      return list(before).map(({ name }) => name).filter((name) => !left.includes(name));
    };
    assert.deepEqual(gone(({ deviceGroups }) => deviceGroups), ["Lab mine"]);
    assert.deepEqual(gone(({ userGroups }) => userGroups), ["Team mine"]);
    assert.deepEqual(gone(({ users }) => users), ["bob-mine"]);
    const left = after.deviceGroups.find(({ name }) => name === "Kiosks mine");
    assert.deepEqual(Object.keys(left?.rights ?? {}).sort(), ["user//admin", "user//byhand"]);

    await provision(server, parseSpec("owner: mine"), { prune: true });
    const end = await stateOf();
    assert.ok(!end.users.some(({ id }) => id.endsWith("-mine")));
    assert.ok(!end.userGroups.some(({ mark }) => mark?.owner === "mine"));
    assert.deepEqual(await provision(server, other, { folder: join(folder, "other") }), []);
  });
});

Deno.test("a device group with devices in it is not pruned", async () => {
  await inFolder(async (folder) => {
    const spec = specOf("full");
    await provision(server, spec, { folder });
    const text = await readFile(join(folder, "kiosks.json"), "utf8");
    const agent = new BrowserAgent({ ...parseEnrollment(text), name: "inside" });
    await agent.connect();
    await server.waitForDevice(agent.nodeId, ({ online }) => online);
    await agent.close();
    const nothing = parseSpec("owner: full");
    const { notes } = plan(nothing, await stateOf(), { prune: true });
    assert.match(notes.map(({ message }) => message).join(), /"Kiosks full" has 1 devices/);
    await provision(server, nothing, { prune: true });
    const { deviceGroups } = await stateOf();
    assert.ok(deviceGroups.some(({ name }) => name === "Kiosks full"));
    assert.ok(!deviceGroups.some(({ name }) => name === "Lab full"));
  });
});

Deno.test("names that somebody else took stop a plan, unless they are adopted", async () => {
  await using client = await server.operator();
  await client.addDeviceGroup("taken");
  await client.addUser({ username: "taken", password: "taken, taken" });
  const group = parseSpec("deviceGroups: {x: {name: taken}}");
  const user = parseSpec("users: {taken: {}}");
  const fixed = await stateOf();
  assert.throws(() => plan(group, fixed), { code: "not-ours" });
  assert.throws(() => plan(user, fixed), { code: "not-ours" });
  const adopting = parseSpec(
    "deviceGroups: {x: {name: taken, consent: [notifyFiles], adopt: true}}\n" +
      "users: {taken: {realName: Taken, adopt: true}}",
  );
  assert.deepEqual(await provision(server, adopting), ["edituser", "editmesh"]);
  assert.deepEqual(await provision(server, adopting), []);
  await provision(server, parseSpec("{}"), { prune: true });
  assert.ok((await stateOf()).users.some(({ id }) => id === "user//taken"));

  await client.addDeviceGroup("taken");
  const twice = await stateOf();
  assert.throws(() => plan(adopting, twice), { code: "ambiguous" });
});

Deno.test("an export of the server plans to nothing", async () => {
  await inFolder(async (folder) => {
    await provision(server, specOf("exported", "main"), { folder });
    const state = await stateOf();
    const { spec, omitted } = exportSpec(state);
    assert.ok(omitted.every((what) => what.includes('"taken"')), omitted.join());
    const { steps, notes } = plan(spec, state, { prune: true });
    assert.deepEqual(steps, []);
    assert.ok(notes.some(({ kind, message }) => kind === "adopted" && message.includes("by hand")));
    assert.deepEqual(parseSpec(JSON.stringify(spec), { file: "spec.json" }), spec);
    assert.equal(spec.users?.["admin"], undefined);
    assert.equal(spec.deviceGroups?.["kiosks"]?.adopt, undefined);
    assert.deepEqual(spec.deviceGroups?.["kiosks"]?.invite, {
      codes: ["code-exported"],
      agent: "interactive",
    });
  });
});

Deno.test("the account that provisions is left alone, and groups that it cannot see are told", async () => {
  await using client = await server.operator();
  const own = parseSpec("users: {Admin: {role: none}}\nuserGroups: {own: {members: [admin]}}");
  const { steps, notes } = plan(own, await stateOf());
  assert.deepEqual(steps.map(({ kind }) => kind), ["create-user-group"]);
  assert.match(notes.map(({ message }) => message).join(), /is the one this runs as/);

  await client.addUser({ username: "second", password: "second", siteRights: 0xffff_ffff });
  await using second = await ControlClient.connect({
    url: server.server.webSocketUrl,
    username: "second",
    password: "second",
    login: "header",
    webSocket: wsTransport(),
  });
  await second.addDeviceGroup("hidden");
  const found = plan(parseSpec("deviceGroups: {hidden: {}}"), await stateOf());
  assert.match(found.notes.map(({ message }) => message).join(), /cannot see 1 device group/);
});

Deno.test("single things are made sure of", async () => {
  const { client } = await connectWire(server);
  await using _ = client;
  const executor = controlExecutor(client, server.server.webSocketUrl);
  const options = { owner: "single", password };
  const twice = async (ensure: () => Promise<string>) => [await ensure(), await ensure()];
  assert.deepEqual(await twice(() => ensureDeviceGroup(executor, "one", {}, options)), [
    "created",
    "unchanged",
  ]);
  assert.deepEqual(
    await twice(() => ensureDeviceGroup(executor, "one", { consent: ["notifyFiles"] }, options)),
    ["changed", "unchanged"],
  );
  assert.deepEqual(await twice(() => ensureUser(executor, "carol", { role: "viewer" }, options)), [
    "created",
    "unchanged",
  ]);
  assert.deepEqual(
    await twice(() => ensureUserGroup(executor, "crew", { members: ["carol"] }, options)),
    ["created", "unchanged"],
  );
  const membership = { group: "one", user: "carol", rights: "viewer" };
  assert.deepEqual(await twice(() => ensureMembership(executor, membership, options)), [
    "created",
    "unchanged",
  ]);
  await assert.rejects(
    ensureMembership(executor, { group: "two", user: "carol", rights: 8 }, options),
    { code: "bad-options" },
  );
});

function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
