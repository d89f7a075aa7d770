import { MANAGED_KEY } from "./marker.ts";
import { managedUsers } from "./plan/user_steps.ts";
import {
  consents,
  fromBits,
  groupFeatures,
  groupRights,
  groupRoles,
  inviteAgents,
  nameBits,
  siteRights,
  siteRoles,
} from "./rights.ts";
import type {
  DeviceGroupSpec,
  MembershipSpec,
  Spec,
  UserGroupSpec,
  UserSpec,
} from "./spec/spec.ts";
import type { LiveDeviceGroup, LiveUser, LiveUserGroup, State } from "./state.ts";

/** What {@linkcode exportSpec} may be told. */
export interface ExportOptions {
  /** Whose things are written without `adopt: true`. @default the only owner there is, or "main" */
  readonly owner?: string;
}

/** A server as a specification. */
export interface ExportedSpec {
  /** It plans to nothing on that server. */
  readonly spec: Spec;
  /** What could not be said in it. */
  readonly omitted: readonly string[];
}

/**
 * A server as a specification that plans to nothing on it. What this tool did not make gets
 * `adopt: true`; the account that reads is left out, and so is what nobody could tell apart.
 */
export function exportSpec(state: State, options: ExportOptions = {}): ExportedSpec {
  const owner = options.owner ?? onlyOwner(state) ?? "main";
  const omitted: string[] = [];
  const managed = managedUsers(state, owner);
  const users = state.users.filter(({ id }) => id !== state.account)
    .filter((user) => isNameable(user) || omit(`user ${user.id}: its name has special characters`));
  const names = new Map(users.map((user) => [user.id, userName(user)]));
  const userGroups = keyed("user group", state.userGroups, owner, omit);
  const deviceGroups = keyed("device group", state.deviceGroups, owner, omit);
  const keys = new Map([...userGroups].map(([key, { id }]) => [id, key]));
  const spec: Spec = {
    version: 1,
    ...(owner === "main" ? {} : { owner }),
    deviceGroups: record(deviceGroups, (key, group) => deviceGroup(key, group, owner, omit)),
    users: Object.fromEntries(
      users.map((user) => [userName(user), userSpec(user, managed.ids.has(user.id))]),
    ),
    userGroups: record(userGroups, (key, group) => userGroup(key, group, owner, names)),
    memberships: [...deviceGroups].flatMap(([key, group]) => memberships(key, group, names, keys)),
  };
  return { spec, omitted };

  function omit(what: string): false {
    omitted.push(what);
    return false;
  }
}

function onlyOwner(state: State): string | undefined {
  const marks = [...state.deviceGroups, ...state.userGroups].map(({ mark }) => mark?.owner);
  const owners = new Set(marks.filter((owner) => owner !== undefined));
  return owners.size === 1 ? [...owners][0] : undefined;
}

function isNameable({ id }: LiveUser): boolean {
  return /^(?!~)[^\s"'/<>&\\]{1,64}$/.test(id.split("/").slice(2).join("/"));
}

/** As it is shown, if that is the name it logs in with. */
function userName({ id, name }: LiveUser): string {
  const short = id.split("/").slice(2).join("/");
  return name.toLowerCase() === short ? name : short;
}

function keyed<L extends LiveDeviceGroup | LiveUserGroup>(
  what: string,
  live: readonly L[],
  owner: string,
  omit: (what: string) => false,
): ReadonlyMap<string, L> {
  const found = new Map<string, L>();
  const isOurs = ({ mark }: L) => mark?.owner === owner;
  for (const group of live) {
    const { mark } = group;
    if (mark !== undefined && isOurs(group) && mark.key !== MANAGED_KEY) found.set(mark.key, group);
  }
  for (const group of live.filter((group) => !isOurs(group))) {
    if (group.mark?.key === MANAGED_KEY) continue;
    if (live.filter(({ name }) => name === group.name).length > 1) {
      omit(`${what} "${group.name}" (${group.id}): another one has the same name`);
    } else {
      found.set(freeKey(group.name, found), group);
    }
  }
  return new Map([...found].toSorted(([a], [b]) => a < b ? -1 : 1));
}

function freeKey(name: string, taken: ReadonlyMap<string, unknown>): string {
  const base = name.toLowerCase().normalize("NFKD").replace(/[^\w.]+/g, "-")
    .replace(/^-+|-+$/g, "").slice(0, 48) || "group";
  for (let count = 1;; count++) {
    const key = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(key)) return key;
  }
}

function deviceGroup(
  key: string,
  group: LiveDeviceGroup,
  owner: string,
  omit: (what: string) => false,
): DeviceGroupSpec {
  const { name, description, flags, consent, invite, mark } = group;
  const features = nameBits(flags, groupFeatures);
  const asked = nameBits(consent, consents);
  const agent = Object.entries(inviteAgents).find(([, bit]) => bit === invite?.flags)?.[0];
  if (features === undefined) omit(`features of device group "${name}": flags ${flags}`);
  if (asked === undefined) omit(`consent of device group "${name}": ${consent}`);
  return {
    ...(name === key ? {} : { name }),
    ...(description === "" ? {} : { description }),
    ...(features?.length ? { features } : {}),
    ...(asked?.length ? { consent: asked } : {}),
    ...(invite === undefined || agent === undefined ? {} : {
      invite: { codes: invite.codes, ...(agent === "both" ? {} : { agent }) },
    }),
    ...(mark?.owner === owner ? {} : { adopt: true }),
  };
}

function userSpec(user: LiveUser, ours: boolean): UserSpec {
  const rights = fromBits(user.siteRights, siteRoles, siteRights);
  return {
    ...(user.realName === "" ? {} : { realName: user.realName }),
    ...(user.email === "" ? {} : { email: user.email }),
    ...(user.email !== "" && user.emailVerified ? { emailVerified: true } : {}),
    ...(typeof rights === "string" ? { role: rights } : { rights }),
    ...(ours ? {} : { adopt: true }),
  };
}

function userGroup(
  key: string,
  { name, description, members, mark }: LiveUserGroup,
  owner: string,
  names: ReadonlyMap<string, string>,
): UserGroupSpec {
  const known = members.flatMap((id) => names.get(id) ?? []).toSorted();
  return {
    ...(name === key ? {} : { name }),
    ...(description === "" ? {} : { description }),
    ...(known.length === 0 ? {} : { members: known }),
    ...(mark?.owner === owner ? {} : { adopt: true }),
  };
}

function memberships(
  group: string,
  { rights }: LiveDeviceGroup,
  users: ReadonlyMap<string, string>,
  userGroups: ReadonlyMap<string, string>,
): readonly MembershipSpec[] {
  return Object.entries(rights).toSorted(([a], [b]) => a < b ? -1 : 1).flatMap(
    ([id, sum]): readonly MembershipSpec[] => {
      const named = fromBits(sum, groupRoles, groupRights);
      const [user, userGroup] = [users.get(id), userGroups.get(id)];
      if (user !== undefined) return [{ group, user, rights: named }];
      return userGroup === undefined ? [] : [{ group, userGroup, rights: named }];
    },
  );
}

function record<L, T>(
  entries: ReadonlyMap<string, L>,
  value: (key: string, live: L) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].map(([key, live]) => [key, value(key, live)]));
}
