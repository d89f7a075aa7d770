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
