/**
 * User groups: several accounts that get rights together.
 *
 * @module
 */
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { compact, isObject, number, object, text } from "./json.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** A user group. */
export interface UserGroup {
  /** `ugrp//…` */
  readonly id: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** A remark of an operator. */
  readonly description?: string;
  /** What the users of a device are asked or told in its members' sessions; 1–64, 0 none. */
  readonly consent: number;
  /** 2 = record sessions. */
  readonly flags: number;
  /** The ids of its users. */
  readonly members: readonly string[];
  /** Rights by the id of a device group or device; 4294967295 = all. */
  readonly rights: ReadonlyMap<string, number>;
  /** Everything that the server said. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What {@linkcode ControlClient.addUserGroup} may be told. */
export interface AddUserGroupOptions extends CallOptions {
  /** A remark, up to 1024 characters. */
  readonly description?: string;
  /** A user group whose members and rights the new one gets too. */
  readonly cloneOf?: string;
}

/** What {@linkcode ControlClient.editUserGroup} may change; what is left out stays as it is. */
export interface EditUserGroupOptions extends CallOptions {
  /** 1–64 characters. */
  readonly name?: string;
  /** Up to 1024 characters. */
  readonly description?: string;
  /** What the users of a device are asked or told in its members' sessions; 1–64, 0 none. */
  readonly consent?: number;
  /** 2 = record sessions. */
  readonly flags?: number;
}

/** Every user group of the domain; without the site right to manage them, by name alone. */
export async function listUserGroups(
  session: Session,
  options: CallOptions = {},
): Promise<readonly UserGroup[]> {
  const answer = await session.request({ action: "usergroups" }, options);
  const groups = answer["ugroups"];
  if (groups !== null && !isObject(groups)) { // null: there are none
    throw rejection(text(answer["result"]), "The user groups were not listed");
  }
  // Who may not manage them is told no more of a group than its name.
  return Object.entries(object(groups))
    .map(([id, group]) => readUserGroup({ _id: id, ...object(group) }));
}

/** One user group, or `not-found`. */
export async function findUserGroup(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<UserGroup> {
  const full = userGroupId(session, id);
  const group = (await listUserGroups(session, options)).find((group) => group.id === full);
  if (group === undefined) throw new ControlError("not-found", `There is no user group ${id}.`);
  return group;
}

/** Makes a user group, and reads it back. */
export async function addUserGroup(
  session: Session,
  name: string,
  options: AddUserGroupOptions = {},
): Promise<UserGroup> {
  const { description, cloneOf, ...call } = options;
  const clone = cloneOf === undefined ? undefined : userGroupId(session, cloneOf);
  const request = compact({ action: "createusergroup", name, desc: description, clone });
  const answer = await session.request(request, call);
  expectOk(answer, `The user group "${name}" was not made`);
  return await findUserGroup(session, text(answer["ugrpid"]) ?? "", call);
}

/** Changes a user group. The server answers nothing: what it stored is read back. */
export async function editUserGroup(
  session: Session,
  id: string,
  options: EditUserGroupOptions,
): Promise<UserGroup> {
  const { name, description, consent, flags, ...call } = options;
  const before = await findUserGroup(session, id, call);
  const wanted = compact({ name, desc: description, consent, flags });
  const same = ({ raw }: UserGroup): boolean =>
    Object.entries(wanted).every(([field, value]) =>
      (raw[field] ?? (typeof value === "number" ? 0 : "")) === value
    );
  if (same(before)) return before;
  const request: ControlMessage = { action: "editusergroup", ugrpid: before.id, ...wanted };
  session.send(request); // messages are handled in order, and this one at once
  const after = await findUserGroup(session, id, call);
  if (same(after)) return after;
  throw new ControlError("denied", `The user group ${id} was not changed.`, {
    hint: "The account lacks the right to manage user groups, the group is kept in step with a " +
      "directory, or a value is too long.",
  });
}

/** Removes a user group; its members keep their accounts. */
export async function removeUserGroup(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<void> {
  const ugrpid = userGroupId(session, id);
  const answer = await session.request({ action: "deleteusergroup", ugrpid }, options);
  expectOk(answer, `The user group ${id} was not removed`);
}

/** The server takes no short id here. */
export function userGroupId(session: Session, id: string): string {
  return fullId("ugrp", session.serverInfo.domain, id);
}

/** A user group as the server says it. */
export function readUserGroup(group: Readonly<Record<string, unknown>>): UserGroup {
  const links = Object.entries(object(group["links"]));
  return compact({
    id: text(group["_id"]) ?? "",
    name: text(group["name"]) ?? "",
    description: text(group["desc"]),
    consent: number(group["consent"]) ?? 0,
    flags: number(group["flags"]) ?? 0,
    members: links.map(([id]) => id).filter((id) => id.startsWith("user/")),
    rights: new Map(
      links.filter(([id]) => !id.startsWith("user/"))
        .map(([id, link]) => [id, number(object(link)["rights"]) ?? 0] as const),
    ),
    raw: group,
  }) as UserGroup;
}
