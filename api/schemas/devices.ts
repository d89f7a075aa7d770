import * as v from "valibot";
import { flag, id, type Schema, time } from "./common.ts";

/** Which devices. */
export interface ListDevicesInput {
  /** Of the device group with this name or id. */
  readonly group?: string | undefined;
  /** Of the device group with this id. */
  readonly groupId?: string | undefined;
  /** With this text in name, address, description, operating system or tags; in whatever case. */
  readonly filter?: string | undefined;
  /** With the agent connected, or without. */
  readonly online?: boolean | undefined;
}

/** The members of {@linkcode ListDevicesInput}. */
export const listDevicesEntries = {
  group: v.optional(v.pipe(v.string(), v.maxLength(512))),
  groupId: v.optional(id),
  filter: v.optional(v.pipe(v.string(), v.maxLength(200))),
  online: v.optional(flag),
} as const;

/** One device. */
export interface DeviceInput {
  /** Short or full. */
  readonly id: string;
}

/** See {@linkcode DeviceInput}. */
export const deviceInput: Schema<DeviceInput> = v.object({ id });

/** A device as the API shows it. */
export interface ApiDevice {
  /** As `meshctrl` shows it: 64 characters. */
  readonly id: string;
  /** As operators see it. */
  readonly name: string;
  /** 1–8: what kind of machine its picture shows. */
  readonly icon: number;
  /** How it is connected, a sum: 1 agent, 2 CIRA, 4 AMT, 8 relay, 16 MQTT; 0 = not. */
  readonly conn: number;
  /** 0 unknown, 1 on, 2–4 sleep, 5 hibernate, 6 soft-off, 7 present. */
  readonly pwr: number;
  /** The name of its device group. */
  readonly group: string;
  /** The id of its device group. */
  readonly groupId: string;
  /** Whether its agent is connected. */
  readonly online: boolean;
  /** As the machine calls itself. */
  readonly hostName?: string | undefined;
  /** The operating system, as the agent says it. */
  readonly os?: string | undefined;
  /** Where the agent connected from. */
  readonly address?: string | undefined;
  /** A remark of an operator. */
  readonly description?: string | undefined;
  /** Of operators. */
  readonly tags: readonly string[];
  /** Who is logged in at the machine. */
  readonly users: readonly string[];
  /** When the agent connected, while it is connected. */
  readonly connectedAt?: string | undefined;
}

const device = {
  id: v.string(),
  name: v.string(),
  icon: v.number(),
  conn: v.number(),
  pwr: v.number(),
  group: v.string(),
  groupId: v.string(),
  online: v.boolean(),
  hostName: v.optional(v.string()),
  os: v.optional(v.string()),
  address: v.optional(v.string()),
  description: v.optional(v.string()),
  tags: v.array(v.string()),
  users: v.array(v.string()),
  connectedAt: v.optional(time),
} as const;

/** See {@linkcode ApiDevice}. */
export const apiDevice: Schema<ApiDevice> = v.object(device);

/** A device with what it reported about itself. */
export interface ApiDeviceDetails extends ApiDevice {
  /** Hardware and operating system, as it reported them; absent when it never did. */
  readonly system?: Readonly<Record<string, unknown>> | undefined;
  /** Addresses by the name of the network interface; absent when it never reported them. */
  readonly network?: Readonly<Record<string, readonly unknown[]>> | undefined;
}

/** See {@linkcode ApiDeviceDetails}. */
export const apiDeviceDetails: Schema<ApiDeviceDetails> = v.object({
  ...device,
  system: v.optional(v.record(v.string(), v.unknown())),
  network: v.optional(v.record(v.string(), v.array(v.unknown()))),
});
