import type { Desired } from "../desired.ts";
import { MANAGED_KEY } from "../marker.ts";
import type { LiveDeviceGroup, LiveUserGroup, State } from "../state.ts";
import type { Match } from "./match.ts";
import { principalId } from "./rights_steps.ts";
import type { Note, RemoveDeviceGroup, Step } from "./step.ts";
import { type ManagedUsers, userIdOf } from "./user_steps.ts";

/** What is ours and no longer in the specification. */
export interface Removals {
  /** What can go. */
  readonly steps: readonly Step[];
  /** Device groups that have devices in them, or may have. */
  readonly withheld: readonly RemoveDeviceGroup[];
  /** Why those stay. */
  readonly notes: readonly Note[];
}

/**
 * What is ours and no longer in the specification: rights and members first, then device groups, so
 * that no group is left without anybody who sees it, then user groups and accounts.
 */
export function removalSteps(
  desired: Desired,
  state: State,
  managed: ManagedUsers,
  deviceGroups: ReadonlyMap<string, Match<LiveDeviceGroup>>,
  userGroups: ReadonlyMap<string, Match<LiveUserGroup>>,
): Removals {
  const wantedUsers = new Set(desired.users.map(({ name }) => userIdOf(name, state)));
  const names = new Map([...state.users, ...state.userGroups].map(({ id, name }) => [id, name]));
  const users = state.users.filter(({ id }) => managed.ids.has(id) && !wantedUsers.has(id));
  const groups = orphans(state.userGroups, userGroups, desired.owner);
  const meshes = orphans(state.deviceGroups, deviceGroups, desired.owner);
  const ownGroups = [...userGroups.values()].filter(({ ours }) => ours).map(({ live }) => live.id);
  // Those that are removed lose their rights with that.
  const staying = new Set([...ownGroups, ...managed.ids]);
  for (const { id } of users) staying.delete(id);

  const empty = meshes.filter(({ devices }) => devices === 0);
  const full = meshes.filter((group) => !empty.includes(group));
  const isLast = managed.group !== undefined && desired.users.length === 0;
  return {
    steps: [
      ...removedRights(desired, state, deviceGroups, userGroups, staying, names),
      ...removedMembers(desired, state, userGroups, staying),
      ...empty.map(removedGroup),
      ...groups.map(({ id, name }) => ({ kind: "remove-user-group" as const, id, name })),
      ...users.map(({ id, name }) => ({ kind: "remove-user" as const, id, name })),
      ...(isLast && managed.group !== undefined
        ? [{ kind: "remove-user-group" as const, id: managed.group.id, name: managed.group.name }]
        : []),
    ],
    withheld: full.map(removedGroup),
    notes: full.map(({ name, devices }) => ({
      kind: "warning",
      message: devices === undefined
        ? `The device group "${name}" is not removed: its devices were not counted (countDevices).`
        : `The device group "${name}" has ${devices} devices and is not removed: move or ` +
          "remove them first.",
    })),
  };
}

function removedGroup({ id, name }: LiveDeviceGroup): RemoveDeviceGroup {
  return { kind: "remove-device-group", id, name };
}

function orphans<L extends LiveDeviceGroup | LiveUserGroup>(
  live: readonly L[],
  matches: ReadonlyMap<string, Match<L>>,
  owner: string,
): readonly L[] {
  const wanted = new Set([...matches.values()].map(({ live }) => live.id));
  return live.filter(({ id, mark }) =>
    mark?.owner === owner && mark.key !== MANAGED_KEY && !wanted.has(id)
  ).toSorted((a, b) => a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1);
}

function removedRights(
  desired: Desired,
  state: State,
  deviceGroups: ReadonlyMap<string, Match<LiveDeviceGroup>>,
  userGroups: ReadonlyMap<string, Match<LiveUserGroup>>,
  staying: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
): readonly Step[] {
  return [...deviceGroups].flatMap(([group, { live }]) => {
    const wanted = new Set(
      desired.memberships.filter((membership) => membership.group === group)
        .map(({ principal }) => principalId(principal, state, userGroups)),
    );
    return Object.keys(live.rights).toSorted()
      .filter((id) => staying.has(id) && !wanted.has(id) && id !== state.account)
      .map((id) => ({
        kind: "remove-rights" as const,
        group,
        groupId: live.id,
        principalId: id,
        name: names.get(id) ?? id,
      }));
  });
}

function removedMembers(
  desired: Desired,
  state: State,
  userGroups: ReadonlyMap<string, Match<LiveUserGroup>>,
  staying: ReadonlySet<string>,
): readonly Step[] {
  return desired.userGroups.flatMap(({ key, members }) => {
    const { live } = userGroups.get(key) ?? {};
    if (live === undefined || members === undefined) return [];
    const wanted = new Set(members.map((name) => userIdOf(name, state)));
    return live.members.toSorted()
      .filter((userId) => staying.has(userId) && !wanted.has(userId))
      .map((userId) => ({ kind: "remove-member" as const, group: key, groupId: live.id, userId }));
  });
}
