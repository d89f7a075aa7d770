import type { Desired, Principal } from "../desired.ts";
import type { LiveDeviceGroup, LiveUserGroup, State } from "../state.ts";
import type { Match } from "./match.ts";
import type { Step } from "./step.ts";
import { userIdOf } from "./user_steps.ts";

/** Rights on device groups that are missing or different. */
export function rightsSteps(
  desired: Desired,
  state: State,
  deviceGroups: ReadonlyMap<string, Match<LiveDeviceGroup>>,
  userGroups: ReadonlyMap<string, Match<LiveUserGroup>>,
): readonly Step[] {
  return desired.memberships.flatMap(({ group, principal, rights }): readonly Step[] => {
    const id = principalId(principal, state, userGroups);
    if (id === state.account) return []; // its user is noted; MeshCentral refuses to change oneself
    const from = id === undefined ? undefined : deviceGroups.get(group)?.live.rights[id];
    if (from !== undefined && from >>> 0 === rights) return [];
    return [{ kind: "set-rights", group, principal, rights, from }];
  });
}

/** Undefined = the user group is not there yet. */
export function principalId(
  principal: Principal,
  state: State,
  userGroups: ReadonlyMap<string, Match<LiveUserGroup>>,
): string | undefined {
  return principal.kind === "user"
    ? userIdOf(principal.name, state)
    : userGroups.get(principal.key)?.live.id;
}
