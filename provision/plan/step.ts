import type { DesiredFile, Invite, Principal } from "../desired.ts";
import type { PasswordSpec } from "../spec/spec.ts";

/** A field that differs, for people. */
export interface Change {
  /** The name of the field. */
  readonly field: string;
  /** As it is. */
  readonly from: unknown;
  /** As it will be. */
  readonly to: unknown;
}

/** Makes a user group. */
export interface CreateUserGroup {
  /** Discriminates. */
  readonly kind: "create-user-group";
  /** In the specification. */
  readonly key: string;
  /** To be shown. */
  readonly name: string;
  /** With our mark. */
  readonly description: string;
}

/** Changes a user group. */
export interface UpdateUserGroup {
  /** Discriminates. */
  readonly kind: "update-user-group";
  /** In the specification. */
  readonly key: string;
  /** `ugrp//…`. */
  readonly id: string;
  /** What is to be written. */
  readonly set: { readonly name?: string; readonly description?: string };
  /** The same for people. */
  readonly changes: readonly Change[];
}

/** Removes a user group of ours. */
export interface RemoveUserGroup {
  /** Discriminates. */
  readonly kind: "remove-user-group";
  /** `ugrp//…`. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
}

/** Makes an account, marks it as ours, and takes the mark off its real name. */
export interface CreateUser {
  /** Discriminates. */
  readonly kind: "create-user";
  /** As it is written in the specification. */
  readonly name: string;
  /** Whose it will be. */
  readonly owner: string;
  /** Where the password comes from; never the password. */
  readonly password: PasswordSpec;
  /** Of the person. */
  readonly realName: string;
  /** Absent = none. */
  readonly email?: string | undefined;
  /** Whether the address counts as confirmed. */
  readonly emailVerified?: boolean | undefined;
  /** A sum of bits. */
  readonly siteRights: number;
  /** The person must choose another password. */
  readonly resetPassword: boolean;
}

/** What can be changed of an account. */
export interface UserFields {
  /** Of the person; empty = none. */
  readonly realName?: string;
  /** Empty = none. */
  readonly email?: string;
  /** Whether the address counts as confirmed. */
  readonly emailVerified?: boolean;
  /** A sum of bits. */
  readonly siteRights?: number;
}

/** Changes an account. */
export interface UpdateUser {
  /** Discriminates. */
  readonly kind: "update-user";
  /** `user//name`. */
  readonly id: string;
  /** As it is written in the specification. */
  readonly name: string;
  /** What is to be written. */
  readonly set: UserFields;
  /** The same for people. */
  readonly changes: readonly Change[];
}

/** Removes an account of ours. */
export interface RemoveUser {
  /** Discriminates. */
  readonly kind: "remove-user";
  /** `user//name`. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
}

/** Puts an account into a user group. */
export interface AddMember {
  /** Discriminates. */
  readonly kind: "add-member";
  /** The key of the user group. */
  readonly group: string;
  /** The user name, in lower case. */
  readonly user: string;
}

/** Takes an account of ours out of a user group. */
export interface RemoveMember {
  /** Discriminates. */
  readonly kind: "remove-member";
  /** The key of the user group. */
  readonly group: string;
  /** `ugrp//…`. */
  readonly groupId: string;
  /** `user//name`. */
  readonly userId: string;
}

/** What can be changed of a device group. */
export interface DeviceGroupFields {
  /** To be shown. */
  readonly name?: string;
  /** With our mark, where it is ours. */
  readonly description?: string;
  /** A sum of bits. */
  readonly flags?: number;
  /** A sum of bits. */
  readonly consent?: number;
  /** `false` = none. */
  readonly invite?: Invite | false;
}

/** Makes a device group. */
export interface CreateDeviceGroup {
  /** Discriminates. */
  readonly kind: "create-device-group";
  /** In the specification. */
  readonly key: string;
  /** To be shown. */
  readonly name: string;
  /** With our mark. */
  readonly description: string;
  /** A sum of bits. */
  readonly flags: number;
  /** A sum of bits. */
  readonly consent: number;
  /** Undefined = none. */
  readonly invite?: Invite | undefined;
}

/** Changes a device group. */
export interface UpdateDeviceGroup {
  /** Discriminates. */
  readonly kind: "update-device-group";
  /** In the specification. */
  readonly key: string;
  /** `mesh//…`. */
  readonly id: string;
  /** What is to be written. */
  readonly set: DeviceGroupFields;
  /** The same for people. */
  readonly changes: readonly Change[];
}

/** Removes a device group of ours. */
export interface RemoveDeviceGroup {
  /** Discriminates. */
  readonly kind: "remove-device-group";
  /** `mesh//…`. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
}

/** Gives rights on a device group, instead of those that were there. */
export interface SetRights {
  /** Discriminates. */
  readonly kind: "set-rights";
  /** The key of the device group. */
  readonly group: string;
  /** Who. */
  readonly principal: Principal;
  /** A sum of bits. */
  readonly rights: number;
  /** Undefined = none. */
  readonly from: number | undefined;
}

/** Takes all rights on a device group from an account or user group of ours. */
export interface RemoveRights {
  /** Discriminates. */
  readonly kind: "remove-rights";
  /** The key of the device group. */
  readonly group: string;
  /** `mesh//…`. */
  readonly groupId: string;
  /** `user//…` or `ugrp//…`. */
  readonly principalId: string;
  /** As it is shown. */
  readonly name: string;
}

/** Writes an enrolment file, with mode 0600. */
export interface WriteFile extends DesiredFile {
  /** Discriminates. */
  readonly kind: "write-file";
  /** Whether there is a file that says something else. */
  readonly replaces: boolean;
}

/** One step from a server as it is to what a specification says. */
export type Step =
  | CreateUserGroup
  | UpdateUserGroup
  | RemoveUserGroup
  | CreateUser
  | UpdateUser
  | RemoveUser
  | AddMember
  | RemoveMember
  | CreateDeviceGroup
  | UpdateDeviceGroup
  | RemoveDeviceGroup
  | SetRights
  | RemoveRights
  | WriteFile;

/** Something that a person should know, and that is no step. */
export interface Note {
  /**
   * `adopted`: taken, and never removed; `kept`: ours, no longer in the specification, not removed;
   * `warning`: likely not what is wanted.
   */
  readonly kind: "adopted" | "kept" | "warning";
  /** In a sentence. */
  readonly message: string;
}

/** What is to be done, in this order. */
export interface Plan {
  /** Whose. */
  readonly owner: string;
  /** None = nothing to do. */
  readonly steps: readonly Step[];
  /** What is no step. */
  readonly notes: readonly Note[];
  /** Ids of the device groups that are there, by key. */
  readonly deviceGroupIds: Readonly<Record<string, string>>;
  /** Ids of the user groups that are there, by key. */
  readonly userGroupIds: Readonly<Record<string, string>>;
}
