import assert from "node:assert/strict";
import { apply } from "../apply/apply.ts";
import { ModelExecutor } from "../model_executor_test.ts";
import { readState } from "../read_state.ts";
import { parseSpec } from "../spec/parse_spec.ts";
import type { State } from "../state.ts";
import { plan } from "./plan.ts";

const nothing = parseSpec("{}");

/** A server with what a specification says. */
async function stateAfter(text: string): Promise<State> {
  const server = new ModelExecutor();
  const spec = parseSpec(text);
  await apply(plan(spec, await readState(server)), server, {
    password: () => Promise.resolve("secret"),
  });
  return await readState(server);
}

function withDevices(state: State, devices: number | undefined): State {
  return { ...state, deviceGroups: state.deviceGroups.map((group) => ({ ...group, devices })) };
}

Deno.test("a device group is removed only when it is known to be empty", async () => {
  const state = await stateAfter("deviceGroups: {kiosks: {}}");
  const pruned = (devices: number | undefined) =>
    plan(nothing, withDevices(state, devices), { prune: true });
  assert.deepEqual(pruned(0).steps.map(({ kind }) => kind), ["remove-device-group"]);
  assert.deepEqual(pruned(0).notes, []);
  assert.deepEqual(pruned(2).steps, []);
  assert.match(pruned(2).notes[0]?.message ?? "", /"kiosks" has 2 devices and is not removed/);
  assert.deepEqual(pruned(undefined).steps, []);
  assert.match(pruned(undefined).notes[0]?.message ?? "", /devices were not counted/);
});

Deno.test("a user group without members in the specification keeps those that it has", async () => {
  const state = await stateAfter("users: {bob: {}}\nuserGroups: {support: {members: [bob]}}");
  const pruned = (support: string) =>
    plan(parseSpec(`users: {bob: {}}\nuserGroups: {support: ${support}}`), state, { prune: true });
  assert.deepEqual(pruned("{}").steps, []);
  assert.deepEqual(pruned("{members: [bob]}").steps, []);
  assert.deepEqual(pruned("{members: []}").steps.map(({ kind }) => kind), ["remove-member"]);
});

Deno.test("without prune a device group is named as kept, whatever is in it", async () => {
  const state = await stateAfter("deviceGroups: {kiosks: {}}");
  for (const devices of [0, 2, undefined]) {
    const { steps, notes } = plan(nothing, withDevices(state, devices));
    assert.deepEqual(steps, []);
    assert.deepEqual(notes, [{ kind: "kept", message: "device group kiosks" }]);
  }
});
