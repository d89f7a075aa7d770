import { type Desired, desiredOf } from "../desired.ts";
import { MANAGED_KEY } from "../marker.ts";
import type { Spec } from "../spec/spec.ts";
import type { State } from "../state.ts";
import { deviceGroupSteps } from "./device_group_steps.ts";
import { fileSteps } from "./file_steps.ts";
import { match } from "./match.ts";
import { removalSteps } from "./removal_steps.ts";
import { rightsSteps } from "./rights_steps.ts";
import type { Note, Plan, Step } from "./step.ts";
import { userGroupSteps } from "./user_group_steps.ts";
import { managedUsers, userSteps } from "./user_steps.ts";

/** What {@linkcode plan} may be told. */
export interface PlanOptions {
  /** Removes what this tool made and the specification no longer lists. @default {false} */
  readonly prune?: boolean;
}

/**
 * What has to be done for a server to be as a specification says; nothing when it is. The same
 * specification, in whatever order, and the same state give the same plan. Nothing is read or
 * written.
 *
 * @throws {ProvisionError} `ambiguous` when two things have one name, `not-ours` when something
 * exists that this tool did not make and the specification does not adopt.
 *
 * @example
 * ```ts ignore
 * await using client = await ControlClient.connect({ url, username, password });
 * const { steps, notes } = plan(parseSpec(text), await readState(controlExecutor(client, url)));
 * ```
 */
export function plan(spec: Spec, state: State, options: PlanOptions = {}): Plan {
  const desired = desiredOf(spec);
  const managed = managedUsers(state, desired.owner);
  const deviceGroups = match(
    "device group",
    desired.deviceGroups,
    state.deviceGroups,
    desired.owner,
  );
  const userGroups = match("user group", desired.userGroups, state.userGroups, desired.owner);
  const accounts = userSteps(desired, state, managed);
  const teams = userGroupSteps(desired, state, userGroups);
  const meshes = deviceGroupSteps(desired, deviceGroups);
  const removals = removalSteps(desired, state, managed, deviceGroups, userGroups);
  const ids = (matches: typeof deviceGroups | typeof userGroups) =>
    [...matches].map(([key, { live }]) => [key, live.id] as const);
  return {
    owner: desired.owner,
    steps: [
      ...accounts.steps,
      ...teams.steps,
      ...meshes.steps,
      ...rightsSteps(desired, state, deviceGroups, userGroups),
      ...fileSteps(desired, state, deviceGroups),
      ...(options.prune ? removals.steps : []),
    ],
    notes: [
      ...invisible(state, desired, deviceGroups.size),
      ...accounts.notes,
      ...teams.notes,
      ...meshes.notes,
      ...(options.prune ? removals.notes : kept([...removals.steps, ...removals.withheld])),
    ],
    deviceGroupIds: Object.fromEntries(ids(deviceGroups)),
    userGroupIds: Object.fromEntries([
      ...ids(userGroups),
      ...(managed.group === undefined ? [] : [[MANAGED_KEY, managed.group.id] as const]),
    ]),
  };
}

/** An administrator sees only the groups that he is linked to. */
function invisible(state: State, desired: Desired, matched: number): readonly Note[] {
  const count = state.invisibleGroups.length;
  if (count === 0) return [];
  const risk = matched < desired.deviceGroups.length
    ? " One that this plan makes may be among them, and would be there twice."
    : "";
  return [{
    kind: "warning",
    message: `This account cannot see ${count} device group(s) that others are linked to.${risk} ` +
      `Put "${state.account}" into settings.manageAllDeviceGroups of config.json, and restart.`,
  }];
}

function kept(steps: readonly Step[]): readonly Note[] {
  return steps.map((step) => {
    switch (step.kind) {
      case "remove-rights":
        return { kind: "kept", message: `rights of ${step.name} on device group ${step.group}` };
      case "remove-member":
        return { kind: "kept", message: `${step.userId} in user group ${step.group}` };
      default: {
        const what = step.kind.replace("remove-", "").replace("-", " ");
        return { kind: "kept", message: "name" in step ? `${what} ${step.name}` : what };
      }
    }
  });
}
