import { keyedGroups, type Omit } from "./export_groups.ts";
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
import { checkSpec } from "./spec/check_spec.ts";
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
 * `adopt: true`; the account that reads is left out, and so is what nobody could tell apart or
 * `parseSpec` would refuse.
 */
export function exportSpec(state: State, options: ExportOptions = {}): ExportedSpec {
  const owner = options.owner ?? onlyOwner(state) ?? "main";
  const omitted: string[] = [];
  const omit: Omit = (what) => void omitted.push(what);
  const managed = managedUsers(state, owner);
  const users = state.users.filter(({ id }) => id !== state.account)
    .filter((user) => isNameable(user, omit));
  const names = new Map(users.map((user) => [user.id, userName(user)]));
  const userGroups = keyedGroups("userGroups", state.userGroups, owner, omit);
  const deviceGroups = keyedGroups("deviceGroups", state.deviceGroups, owner, omit);
  const keys = new Map([...userGroups].map(([key, { id }]) => [id, key]));
  const spec: Spec = {
    version: 1,
    ...(owner === "main" ? {} : { owner }),
    deviceGroups: record(deviceGroups, (key, group) => deviceGroup(key, group, owner, omit)),
    users: Object.fromEntries(
      users.map((user) => [userName(user), userSpec(user, managed.ids.has(user.id), omit)]),
    ),
    userGroups: record(userGroups, (key, group) => userGroup(key, group, owner, names, omit)),
    memberships: [...deviceGroups].flatMap(([key, group]) => memberships(key, group, names, keys)),
  };
  return { spec, omitted };
}

function onlyOwner(state: State): string | undefined {
  const marks = [...state.deviceGroups, ...state.userGroups].map(({ mark }) => mark?.owner);
  const owners = new Set(marks.filter((owner) => owner !== undefined));
  return owners.size === 1 ? [...owners][0] : undefined;
}

function isNameable(user: LiveUser, omit: Omit): boolean {
  const [wrong] = checkSpec({ users: { [userName(user)]: {} } });
  if (wrong !== undefined) omit(`user ${user.id}: ${wrong.message}`);
  return wrong === undefined;
}

/** As it is shown, if that is the name it logs in with. */
function userName({ id, name }: LiveUser): string {
  const short = id.split("/").slice(2).join("/");
  return name.toLowerCase() === short ? name : short;
}

function deviceGroup(
  key: string,
  group: LiveDeviceGroup,
  owner: string,
  omit: Omit,
): DeviceGroupSpec {
  const { name, description, flags, consent, invite, mark } = group;
  const features = nameBits(flags, groupFeatures);
  const asked = nameBits(consent, consents);
  const agent = Object.entries(inviteAgents).find(([, bit]) => bit === invite?.flags)?.[0];
  if (features === undefined) omit(`features of device group "${name}": flags ${flags}`);
  if (asked === undefined) omit(`consent of device group "${name}": ${consent}`);
  if (invite !== undefined && agent === undefined) {
    omit(`invite of device group "${name}": flags ${invite.flags}`);
  }
  return taken("deviceGroups", key, `device group "${name}"`, {
    ...(name === key ? {} : { name }),
    ...(description === "" ? {} : { description }),
    ...(features?.length ? { features } : {}),
    ...(asked?.length ? { consent: asked } : {}),
    ...(invite === undefined || agent === undefined ? {} : {
      invite: { codes: invite.codes, ...(agent === "both" ? {} : { agent }) },
    }),
    ...(mark?.owner === owner ? {} : { adopt: true }),
  }, omit);
}

function userSpec(user: LiveUser, ours: boolean, omit: Omit): UserSpec {
  const rights = fromBits(user.siteRights, siteRoles, siteRights);
  const person = taken("users", userName(user), `user ${userName(user)}`, {
    ...(user.realName === "" ? {} : { realName: user.realName }),
    ...(user.email === "" ? {} : { email: user.email }),
  }, omit);
  return {
    ...person,
    ...(person.email !== undefined && user.emailVerified ? { emailVerified: true } : {}),
    ...(typeof rights === "string" ? { role: rights } : { rights }),
    ...(ours ? {} : { adopt: true }),
  };
}

function userGroup(
  key: string,
  { name, description, members, mark }: LiveUserGroup,
  owner: string,
  names: ReadonlyMap<string, string>,
  omit: Omit,
): UserGroupSpec {
  const known = members.flatMap((id) => names.get(id) ?? []).toSorted();
  const itself = taken("userGroups", key, `user group "${name}"`, {
    ...(name === key ? {} : { name }),
    ...(description === "" ? {} : { description }),
  }, omit);
  return {
    ...itself,
    ...(known.length === 0 ? {} : { members: known }),
    ...(mark?.owner === owner ? {} : { adopt: true }),
  };
}

/** The fields of an entry that a specification takes: what is not in it stays as it is. */
function taken<T extends object>(
  section: "deviceGroups" | "users" | "userGroups",
  key: string,
  what: string,
  fields: T,
  omit: Omit,
): T {
  const refused = new Set<unknown>();
  for (const { path, message } of checkSpec({ [section]: { [key]: fields } })) {
    refused.add(path[2]);
    omit(`${path[2]} of ${what}: ${message}`);
  }
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !refused.has(field))) as T;
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
