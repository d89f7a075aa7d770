import type { DeviceGroupFields, UserFields } from "../plan/step.ts";
import type { LiveDeviceGroup, LiveServer, LiveUser, LiveUserGroup } from "../state.ts";

/** A new account. */
export interface NewUser {
  /** As it is to be shown. */
  readonly name: string;
  /** Its first password. */
  readonly password: string;
  /** Of the person. */
  readonly realName: string;
  /** Undefined = none. */
  readonly email: string | undefined;
  /** Whether the address counts as confirmed. */
  readonly emailVerified: boolean | undefined;
  /** A sum of bits. */
  readonly siteRights: number;
  /** The person must choose another password. */
  readonly resetPassword: boolean;
}

/** A new device group. */
export interface NewDeviceGroup {
  /** To be shown. */
  readonly name: string;
  /** With our mark. */
  readonly description: string;
  /** A sum of bits. */
  readonly flags: number;
  /** A sum of bits. */
  readonly consent: number;
}

/**
 * How provisioning reads and writes a server: over the operator channel, or with meshctrl.js. Ids
 * are full ones. Each write rejects when the server refuses it; whether it took effect is read back
 * by {@linkcode apply}.
 */
export interface Executor {
  /** What agents must know of the server. */
  server(): Promise<LiveServer>;
  /** The id of the account that reads and writes. */
  account(): Promise<string>;
  /** Those that the account can see. */
  deviceGroups(options?: { readonly countDevices?: boolean }): Promise<readonly LiveDeviceGroup[]>;
  /** Every account of the domain. */
  users(): Promise<readonly LiveUser[]>;
  /** Every user group of the domain. */
  userGroups(): Promise<readonly LiveUserGroup[]>;
  /** Ids of device groups that others are linked to, and the account cannot see. */
  invisibleGroups(): Promise<readonly string[]>;
  /** Makes an account. */
  createUser(user: NewUser): Promise<void>;
  /** Changes an account; what is absent stays. */
  updateUser(id: string, fields: UserFields): Promise<void>;
  /** Removes an account, with its rights. */
  removeUser(id: string): Promise<void>;
  /** Makes a user group. */
  createUserGroup(name: string, description: string): Promise<string>;
  /** Changes a user group; what is absent stays. */
  updateUserGroup(id: string, fields: { name?: string; description?: string }): Promise<void>;
  /** Removes a user group, with its rights. */
  removeUserGroup(id: string): Promise<void>;
  /** Puts an account into a user group. */
  addMember(groupId: string, userId: string): Promise<void>;
  /** Takes an account out of a user group. */
  removeMember(groupId: string, userId: string): Promise<void>;
  /** Makes a device group for agents. */
  createDeviceGroup(group: NewDeviceGroup): Promise<string>;
  /** Changes a device group; what is absent stays. */
  updateDeviceGroup(id: string, fields: DeviceGroupFields): Promise<void>;
  /** Removes a device group. */
  removeDeviceGroup(id: string): Promise<void>;
  /** Gives a user or user group these rights on a device group, instead of those it had. */
  setRights(groupId: string, principalId: string, rights: number): Promise<void>;
  /** Takes all rights on a device group from a user or user group. */
  removeRights(groupId: string, principalId: string): Promise<void>;
}
