import * as v from "valibot";
import { count, id, type Schema } from "./common.ts";
import type { ApiDevice } from "./devices.ts";

/** The kinds of {@linkcode ApiEvent}. */
export type ApiEventType =
  /** A device connected, disconnected, or changed its power state: `conn`, `pwr`, `online`. */
  | "device.connection"
  /** There is a new device. */
  | "device.added"
  /** What is known of a device has changed: read it again, or take `device`. */
  | "device.changed"
  /** A device is in another group now: `groupId`. */
  | "device.moved"
  /** A device is gone. */
  | "device.removed"
  /** Its sharing links have changed. */
  | "device.shares"
  /** Something was done on a device; `text` says what. */
  | "device.log"
  /** A device group appeared, changed, or is gone. */
  | "group.added"
  | "group.changed"
  | "group.removed"
  /** An account appeared, changed, or is gone. */
  | "user.added"
  | "user.changed"
  | "user.removed"
  /** A user group appeared, changed, or is gone. */
  | "user-group.added"
  | "user-group.changed"
  | "user-group.removed";

/** What the API knows of a device from an event: everything but how it is connected, and where. */
export type ApiEventDevice = Pick<
  ApiDevice,
  "name" | "icon" | "hostName" | "os" | "address" | "description" | "tags" | "users"
>;

/** Something that happened, as far as the caller may know of it. */
export interface ApiEvent {
  /** What. */
  readonly type: ApiEventType;
  /** When, in ISO 8601. */
  readonly time: string;
  /** Of the device that it is about, short. */
  readonly deviceId?: string | undefined;
  /** Of the device group that it is about, or that the device is in; short. */
  readonly groupId?: string | undefined;
  /** Of the account that it is about, short. */
  readonly userid?: string | undefined;
  /** Of the user group that it is about, full. */
  readonly userGroupId?: string | undefined;
  /** Who did it, as far as MeshCentral says so. */
  readonly by?: string | undefined;
  /** With `device.connection`: see the device list. */
  readonly conn?: number | undefined;
  /** With `device.connection`: see the device list. */
  readonly pwr?: number | undefined;
  /** With `device.connection`: whether the agent is connected. */
  readonly online?: boolean | undefined;
  /** With `device.added` and `device.changed`. */
  readonly device?: ApiEventDevice | undefined;
  /** With `device.log`. Device and operator wrote parts of it: never trust it as HTML. */
  readonly text?: string | undefined;
}

/** Which events. */
export interface ListEventsInput {
  /** Of this device. */
  readonly deviceId?: string | undefined;
  /** Of this user. */
  readonly userId?: string | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
}

/** The members of {@linkcode ListEventsInput}. */
export const listEventsEntries = {
  deviceId: v.optional(id),
  userId: v.optional(id),
  limit: v.optional(count(1, 10_000)),
} as const;

/** What happened earlier. */
export interface ApiLogEntry {
  /** When, in ISO 8601. */
  readonly time: string;
  /** MeshCentral's name of it: `relaylog`, `changenode`, … */
  readonly action: string;
  /** In English; parts of it are of devices and people: never trust it as HTML. */
  readonly text: string;
  /** The number of the text in MeshCentral's translations. */
  readonly messageId?: number | undefined;
  /** Of the device, short. */
  readonly deviceId?: string | undefined;
  /** Who did it, short. */
  readonly userid?: string | undefined;
}

/** See {@linkcode ApiLogEntry}. */
export const apiLogEntry: Schema<ApiLogEntry> = v.object({
  time: v.string(),
  action: v.string(),
  text: v.string(),
  messageId: v.optional(v.number()),
  deviceId: v.optional(v.string()),
  userid: v.optional(v.string()),
});
