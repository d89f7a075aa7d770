import * as v from "valibot";
import { id, name, rights, type Schema } from "./common.ts";

/** Which user groups. */
export interface ListUserGroupsInput {
  /** With this text in name or description; in whatever case. */
  readonly filter?: string | undefined;
}

/** The members of {@linkcode ListUserGroupsInput}. */
export const listUserGroupsEntries = {
  filter: v.optional(v.pipe(v.string(), v.maxLength(200))),
} as const;

/** A new user group. */
export interface AddUserGroupInput {
  /** 1–64 characters. */
  readonly name: string;
  /** A remark. */
  readonly description?: string | undefined;
}

/** See {@linkcode AddUserGroupInput}. */
export const addUserGroupInput: Schema<AddUserGroupInput> = v.strictObject({
  name: name(64),
  description: v.optional(v.pipe(v.string(), v.maxLength(1024))),
});

/** One user group. */
export interface UserGroupInput {
  /** Short or full. */
  readonly id: string;
}

/** See {@linkcode UserGroupInput}. */
export const userGroupInput: Schema<UserGroupInput> = v.object({ id });

/** What of a user group is to be changed; what is absent stays. */
export interface EditUserGroupBody {
  /** 1–64 characters. */
  readonly name?: string | undefined;
  /** A remark. */
  readonly description?: string | undefined;
}

/** See {@linkcode EditUserGroupBody}. */
export const editUserGroupBody: Schema<EditUserGroupBody> = v.pipe(
  v.strictObject({
    name: v.optional(name(64)),
    description: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  }),
  v.check((body) => Object.keys(body).length > 0, "says nothing to change"),
);

/** A user, or a device group or device on which the group gets rights. */
export interface MemberBody {
  /** A user, or the full id of a device group (`mesh//…`) or device (`node//…`). */
  readonly memberId: string;
  /** On the device group or device; a sum of bits. */
  readonly rights?: number | undefined;
}

/** See {@linkcode MemberBody}. */
export const memberBody: Schema<MemberBody> = v.pipe(
  v.strictObject({ memberId: id, rights: v.optional(rights) }),
  v.check(
    ({ memberId, rights }) => !/^(mesh|node)\//.test(memberId) || rights !== undefined,
    "a device group or device needs `rights`",
  ),
);

/** One member. */
export interface MemberInput extends UserGroupInput {
  /** A user, or the full id of a device group or device. */
  readonly memberId: string;
}

/** See {@linkcode MemberInput}. */
export const memberInput: Schema<MemberInput> = v.object({ id, memberId: id });

/** A user group as the API shows it. */
export interface ApiUserGroup {
  /** Short. */
  readonly id: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** A remark. */
  readonly description?: string | undefined;
  /** Its users. */
  readonly users: readonly string[];
  /** Rights on device groups. */
  readonly deviceGroups: readonly { readonly id: string; readonly rights: number }[];
  /** Rights on single devices. */
  readonly devices: readonly { readonly id: string; readonly rights: number }[];
}

const link = v.object({ id: v.string(), rights: v.number() });

/** See {@linkcode ApiUserGroup}. */
export const apiUserGroup: Schema<ApiUserGroup> = v.object({
  id: v.string(),
  name: v.string(),
  description: v.optional(v.string()),
  users: v.array(v.string()),
  deviceGroups: v.array(link),
  devices: v.array(link),
});
