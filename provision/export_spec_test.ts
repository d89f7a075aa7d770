import assert from "node:assert/strict";
import { apply } from "./apply/apply.ts";
import { exportSpec } from "./export_spec.ts";
import { formatSpec } from "./format_spec.ts";
import { ModelExecutor } from "./model_executor_test.ts";
import { plan } from "./plan/plan.ts";
import { readState } from "./read_state.ts";
import { parseSpec } from "./spec/parse_spec.ts";

async function exampleServer(): Promise<ModelExecutor> {
  const server = new ModelExecutor();
  const spec = parseSpec(`
owner: team
deviceGroups: { a: { name: Group A, consent: [notifyFiles], features: [recordSessions] } }
users: { Bob: { email: bob@example.com, role: operator }, eve: { rights: [locked] } }
userGroups: { t: { members: [bob] } }
memberships:
  - { group: a, userGroup: t, rights: operator }
  - { group: a, user: eve, rights: 3 }
`);
  await apply(plan(spec, await readState(server)), server, {
    password: () => Promise.resolve("secret"),
  });
  return server;
}

Deno.test("an export is a specification that plans to nothing, as YAML and as JSON", async () => {
  const server = await exampleServer();
  const description = "costs ${PRICE}, not $${PRICE}";
  await server.createDeviceGroup({ name: "By hand", description, flags: 0, consent: 0 });
  const state = await readState(server);
  const { spec, omitted } = exportSpec(state);
  assert.deepEqual(omitted, []);
  assert.deepEqual(plan(spec, state, { prune: true }).steps, []);
  for (const format of ["json", "yaml"] as const) {
    const text = formatSpec(spec, format, ["a comment\nusers: {mallory: {role: administrator}}"]);
    assert.deepEqual(parseSpec(text, { file: `spec.${format}` }), spec);
  }
  assert.deepEqual(spec, {
    version: 1,
    owner: "team", // the only one there is
    deviceGroups: {
      "a": { name: "Group A", features: ["recordSessions"], consent: ["notifyFiles"] },
      "by-hand": { name: "By hand", description, adopt: true },
    },
    users: {
      Bob: { email: "bob@example.com", role: "operator" },
      eve: { rights: ["locked"] },
    },
    userGroups: { t: { members: ["Bob"] } },
    memberships: [
      { group: "a", userGroup: "t", rights: "operator" },
      { group: "a", user: "eve", rights: ["editGroup", "manageUsers"] },
    ],
  });
});

Deno.test("an export leaves out what nobody could tell apart, and says so", async () => {
  const server = await exampleServer();
  for (const _ of [1, 2]) {
    await server.createDeviceGroup({ name: "Twin", description: "", flags: 8, consent: 0 });
  }
  await server.createDeviceGroup({ name: "Odd", description: "", flags: 8, consent: 0 });
  const state = await readState(server);
  const { spec, omitted } = exportSpec(state);
  assert.equal(omitted.filter((what) => what.includes('"Twin"')).length, 2);
  assert.ok(omitted.includes('features of device group "Odd": flags 8'));
  assert.deepEqual(plan(spec, state, { prune: true }).steps, []);
});

Deno.test("an export leaves out what a specification may not say, and says so", async () => {
  const server = await exampleServer();
  const account = { password: "secret", emailVerified: true, siteRights: 0, resetPassword: false };
  await server.createUser({ ...account, name: "zoe", realName: "z".repeat(129), email: undefined });
  await server.createUser({ ...account, name: "constructor", realName: "", email: undefined });
  await server.updateUser("user//eve", { email: "eve@localhost", emailVerified: true });
  const group = { description: "", flags: 0, consent: 0 };
  await server.createDeviceGroup({ ...group, name: "Long", description: "x".repeat(901) });
  await server.createDeviceGroup({ ...group, name: "Prototype" });
  await server.createDeviceGroup({ ...group, name: "" });
  const state = await readState(server);
  const { spec, omitted } = exportSpec(state);
  assert.deepEqual(omitted.map((what) => what.replace(/mesh[/A\d]+/, "…")), [
    "user user//constructor: is a word of JavaScript, and no key here: take another one",
    'device group "" (…): its name: is empty',
    'description of device group "Long": is too long: at most 900 characters, not 901',
    'email of user eve: "eve@localhost" is no e-mail address',
    "realName of user zoe: is too long: at most 128 characters, not 129",
  ]);
  assert.deepEqual(spec.users?.["eve"], { rights: ["locked"] });
  assert.deepEqual(Object.keys(spec.deviceGroups ?? {}), ["a", "long", "prototype-2"]);
  assert.deepEqual(parseSpec(formatSpec(spec, "yaml")), spec);
  assert.deepEqual(plan(spec, state, { prune: true }).steps, []);
});

Deno.test("an export leaves out groups of ours that carry one mark or one name, and says so", async () => {
  const server = await exampleServer();
  const more = parseSpec("owner: team\ndeviceGroups: {a: {name: Group A}, b: {}, c: {}}");
  await apply(plan(more, await readState(server)), server);
  await server.createUserGroup("Clone", "[cs-provision:team:t]");
  await server.createDeviceGroup({ name: "T", description: "", flags: 0, consent: 0 });
  await server.createUserGroup("T", ""); // its key is not that of the two
  const c = (await server.deviceGroups()).find(({ name }) => name === "c");
  await server.updateDeviceGroup(c?.id ?? "", { name: "b" });
  const state = await readState(server);
  const { spec, omitted } = exportSpec(state);
  const ours = "(it is ours: --prune would remove it)";
  assert.deepEqual(omitted.map((what) => what.replace(/\w+\/\/\w+/, "…")), [
    `user group "t" (…): another one carries the mark of "t" too ${ours}`,
    `user group "Clone" (…): another one carries the mark of "t" too ${ours}`,
    `device group "b" (…): another one has the same name ${ours}`,
    `device group "b" (…): another one has the same name ${ours}`,
  ]);
  assert.deepEqual(Object.keys(spec.userGroups ?? {}), ["t-2"]);
  assert.deepEqual(Object.keys(spec.deviceGroups ?? {}), ["a", "t"]);
  assert.deepEqual(parseSpec(formatSpec(spec, "yaml")), spec);
  assert.deepEqual(plan(spec, state).steps, []);
});
