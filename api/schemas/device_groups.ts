import * as v from "valibot";
import { flag, id, name, rights, type Schema, time } from "./common.ts";

/** Which device groups. */
export interface ListDeviceGroupsInput {
  /** With this text in the name or the description; in whatever case. */
  readonly filter?: string | undefined;
}

/** The members of {@linkcode ListDeviceGroupsInput}. */
export const listDeviceGroupsEntries = {
  filter: v.optional(v.pipe(v.string(), v.maxLength(200))),
} as const;

/** A new device group, for agents. */
export interface AddDeviceGroupInput {
  /** 1–128 characters. */
  readonly name: string;
  /** A remark. */
  readonly description?: string | undefined;
}

/** See {@linkcode AddDeviceGroupInput}. */
export const addDeviceGroupInput: Schema<AddDeviceGroupInput> = v.strictObject({
  name: name(128),
  description: v.optional(v.pipe(v.string(), v.maxLength(1024))),
});

/** One device group. */
export interface DeviceGroupInput {
  /** Short or full. */
  readonly groupId: string;
}

/** See {@linkcode DeviceGroupInput}. */
export const deviceGroupInput: Schema<DeviceGroupInput> = v.object({ groupId: id });

/** A device group to be removed. */
export interface RemoveDeviceGroupInput extends DeviceGroupInput {
  /** Also when there are devices in it, which are removed with it. */
  readonly force?: boolean | undefined;
}

/** What of {@linkcode RemoveDeviceGroupInput} is in the query. */
export const removeDeviceGroupEntries = { force: v.optional(flag) } as const;

/** A user and rights on a device group. */
export interface GroupUser {
  /** The name of a user in lower case, or the full id of a user group. */
  readonly userid: string;
  /** A sum of bits. */
  readonly rights: number;
}

/** See {@linkcode GroupUser}. */
export const groupUser: Schema<GroupUser> = v.strictObject({ userid: id, rights });

/** A user to be given rights on a group. */
export type SetDeviceGroupUserInput = DeviceGroupInput & GroupUser;

/** A user to lose them. */
export interface RemoveDeviceGroupUserInput extends DeviceGroupInput {
  /** Short or full; in whatever case. */
  readonly userid: string;
}

/** See {@linkcode RemoveDeviceGroupUserInput}. */
export const removeDeviceGroupUserInput: Schema<RemoveDeviceGroupUserInput> = v.object({
  groupId: id,
  userid: id,
});

/** A device group as the API shows it. */
export interface ApiDeviceGroup {
  /** As `meshctrl` shows it; what an agent needs to join. */
  readonly id: string;
  /** Not necessarily unique: MeshCentral's own pages do not see to that. */
  readonly name: string;
  /** A remark of an operator. */
  readonly description?: string | undefined;
  /** 1 Intel AMT only, 2 agents, 3 local devices, 4 IP-KVM. */
  readonly type: number;
  /** A sum: 1 remove devices that disconnect, 2 take over host names, 4 record sessions. */
  readonly flags: number;
  /** What the users of a device are asked or told: a sum of bits. */
  readonly consent: number;
  /** When it was made. */
  readonly createdAt?: string | undefined;
  /** Who has rights on it. */
  readonly users: readonly GroupUser[];
}

/** See {@linkcode ApiDeviceGroup}. */
export const apiDeviceGroup: Schema<ApiDeviceGroup> = v.object({
  id: v.string(),
  name: v.string(),
  description: v.optional(v.string()),
  type: v.number(),
  flags: v.number(),
  consent: v.number(),
  createdAt: v.optional(time),
  users: v.array(v.object({ userid: v.string(), rights: v.number() })),
});
