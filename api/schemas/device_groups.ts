import * as v from "valibot";
import { count, flag, id, name, rights, type Schema, time } from "./common.ts";

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
  /** 1 Intel AMT only, 2 agents, 3 local devices. @default {2} */
  readonly type?: number | undefined;
  /** A sum: 1 remove devices that disconnect, 2 take over host names, 4 record sessions. */
  readonly flags?: number | undefined;
  /** What the users of a device are asked or told: a sum of bits. */
  readonly consent?: number | undefined;
}

/** See {@linkcode AddDeviceGroupInput}. */
export const addDeviceGroupInput: Schema<AddDeviceGroupInput> = v.strictObject({
  name: name(128),
  description: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  type: v.optional(v.picklist([1, 2, 3, 4])),
  flags: v.optional(sum(0xffff)),
  consent: v.optional(sum(127)),
});

/** What of a device group is to be changed; what is absent stays. */
export interface EditDeviceGroupBody {
  /** 1–128 characters. */
  readonly name?: string | undefined;
  /** A remark. */
  readonly description?: string | undefined;
  /** A sum: 1 remove devices that disconnect, 2 take over host names, 4 record sessions. */
  readonly flags?: number | undefined;
  /** What the users of a device are asked or told: a sum of bits. */
  readonly consent?: number | undefined;
  /** Words with which an agent is had from the web page; none: an empty list. */
  readonly inviteCodes?: readonly string[] | undefined;
  /** Which agents the codes give: 0 both, 1 interactive only, 2 background only. */
  readonly inviteFlags?: number | undefined;
}

/** See {@linkcode EditDeviceGroupBody}. */
export const editDeviceGroupBody: Schema<EditDeviceGroupBody> = v.pipe(
  v.strictObject({
    name: v.optional(name(128)),
    description: v.optional(v.pipe(v.string(), v.maxLength(1024))),
    flags: v.optional(sum(0xffff)),
    consent: v.optional(sum(127)),
    inviteCodes: v.optional(
      v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w-]{4,64}$/))), v.maxLength(16)),
    ),
    inviteFlags: v.optional(v.picklist([0, 1, 2])),
  }),
  v.check((body) => Object.keys(body).length > 0, "says nothing to change"),
);

/** An address from which an agent is had. */
export interface InviteLinkBody {
  /** Hours until it expires; 0 = never. */
  readonly hours: number;
  /** 0 both kinds of agent, 1 interactive only, 2 background only. @default {0} */
  readonly flags?: number | undefined;
}

/** See {@linkcode InviteLinkBody}. */
export const inviteLinkBody: Schema<InviteLinkBody> = v.strictObject({
  hours: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(87_600)),
  flags: v.optional(v.picklist([0, 1, 2])),
});

/** Which agent of a group. */
export interface AgentInput extends DeviceGroupInput {
  /** MeshCentral's number of the kind: 3 Windows x86 service, 4 Windows x64, 6 Linux x64, 26 ARM64… */
  readonly type: number;
  /** 0 both kinds of agent, 1 interactive only, 2 background only. @default {0} */
  readonly flags?: number | undefined;
}

/** What of {@linkcode AgentInput} is in the query. */
export const agentEntries = {
  type: count(0, 99_999),
  flags: v.optional(count(0, 2)),
} as const;

/** An e-mail that invites to install an agent. */
export interface InviteEmailBody {
  /** To whom. */
  readonly email: string;
  /** Of the person. */
  readonly name?: string | undefined;
  /** A text in it. */
  readonly message?: string | undefined;
}

/** See {@linkcode InviteEmailBody}. */
export const inviteEmailBody: Schema<InviteEmailBody> = v.strictObject({
  email: v.pipe(v.string(), v.email(), v.maxLength(256)),
  name: v.optional(v.pipe(v.string(), v.maxLength(256))),
  message: v.optional(v.pipe(v.string(), v.maxLength(1024))),
});

/** What was sent to the devices of a group. */
export interface ApiGroupAnswer {
  /** To how many connected devices it went. */
  readonly devices: number;
}

/** See {@linkcode ApiGroupAnswer}. */
export const apiGroupAnswer: Schema<ApiGroupAnswer> = v.object({ devices: v.number() });

/** Bits, up to this sum. */
function sum(most: number): v.GenericSchema<number> {
  return v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
}

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
  /** A user, short or full, or the full id of a user group. */
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
  /** Short or full, or the full id of a user group. */
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
