import * as v from "valibot";
import { id, name, rights, type Schema } from "./common.ts";
import type { DeviceInput } from "./devices.ts";

/** What of a device is to be changed; what is absent stays. */
export interface EditDeviceBody {
  /** As operators see it. */
  readonly name?: string | undefined;
  /** A remark. */
  readonly description?: string | undefined;
  /** Instead of those it had. */
  readonly tags?: readonly string[] | undefined;
  /** 1–8. */
  readonly icon?: number | undefined;
  /** What its user is asked or told: a sum of bits. */
  readonly consent?: number | undefined;
}

/** See {@linkcode EditDeviceBody}. */
export const editDeviceBody: Schema<EditDeviceBody> = v.pipe(
  v.strictObject({
    name: v.optional(name(128)),
    description: v.optional(v.pipe(v.string(), v.maxLength(1024))),
    tags: v.optional(v.pipe(
      v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64), v.regex(/^[^,]*$/))),
      v.maxLength(64),
    )),
    icon: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))),
    consent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(127))),
  }),
  v.check((body) => Object.keys(body).length > 0, "says nothing to change"),
);

/** A device without an agent: of a group for local devices. */
export interface AddLocalDeviceInput {
  /** The group; short or full. */
  readonly groupId: string;
  /** As operators see it. */
  readonly name: string;
  /** Where it is. */
  readonly hostname: string;
  /** What runs on it. */
  readonly type: "windows" | "linux" | "macos";
}

/** See {@linkcode AddLocalDeviceInput}. */
export const addLocalDeviceInput: Schema<AddLocalDeviceInput> = v.strictObject({
  groupId: id,
  name: name(128),
  hostname: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  type: v.picklist(["windows", "linux", "macos"]),
});

/** A device with Intel AMT, of a group for such devices. */
export interface AddAmtDeviceInput {
  /** The group; short or full. */
  readonly groupId: string;
  /** As operators see it. */
  readonly name: string;
  /** Where it is. */
  readonly hostname: string;
  /** At most 16 characters. */
  readonly username: string;
  /** At most 16 characters. */
  readonly password: string;
  /** Whether it is spoken to by TLS. */
  readonly tls: boolean;
}

/** See {@linkcode AddAmtDeviceInput}. */
export const addAmtDeviceInput: Schema<AddAmtDeviceInput> = v.strictObject({
  groupId: id,
  name: name(128),
  hostname: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  username: v.pipe(v.string(), v.maxLength(16)),
  password: v.pipe(v.string(), v.maxLength(16)),
  tls: v.boolean(),
});

/** Where a device goes. */
export interface MoveDeviceBody {
  /** The group; short or full. */
  readonly groupId: string;
}

/** See {@linkcode MoveDeviceBody}. */
export const moveDeviceBody: Schema<MoveDeviceBody> = v.strictObject({ groupId: id });

/** A user and rights on one device. */
export interface DeviceUserBody {
  /** A user, or the full id of a user group. */
  readonly userid: string;
  /** A sum of bits; not 1, 2 and 4. */
  readonly rights: number;
}

/** See {@linkcode DeviceUserBody}. */
export const deviceUserBody: Schema<DeviceUserBody> = v.strictObject({
  userid: id,
  rights: v.pipe(
    rights,
    v.check((value) => (value & 7) === 0, "bits 1, 2 and 4 are of groups, not of devices"),
  ),
});

/** A user of one device. */
export interface DeviceUserInput extends DeviceInput {
  /** Short or full. */
  readonly userid: string;
}

/** See {@linkcode DeviceUserInput}. */
export const deviceUserInput: Schema<DeviceUserInput> = v.object({ id, userid: id });
