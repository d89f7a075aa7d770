/**
 * Links by which a guest controls one device for a while.
 *
 * @module
 */
import { getDevice } from "./devices.ts";
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { compact, number, objects, text } from "./json.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** What a guest can be given. */
export type ShareType = "terminal" | "desktop" | "files" | "http" | "https";

/** A link for a guest. */
export interface DeviceShare {
  /** To remove it by. */
  readonly id: string;
  /** As the operator calls the guest. */
  readonly guestName: string;
  /** What the guest can use. */
  readonly types: readonly ShareType[];
  /** What the users of the device are asked or told; a sum of 1–32, 64 = connection bar. */
  readonly consent: number;
  /** The guest sees the desktop only. */
  readonly viewOnly: boolean;
  /** `user//…`, who made it. */
  readonly userId?: string;
  /** Only told to who made it. */
  readonly url?: string;
  /** In milliseconds; absent: from the beginning. */
  readonly startsAt?: number;
  /** In milliseconds; absent: never. */
  readonly expiresAt?: number;
  /** Everything that the server said. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** When a link is good. */
export type ShareTime =
  /** From now on; 0 = until it is removed. */
  | { readonly expireMinutes: number }
  /** Between two moments, in milliseconds. */
  | { readonly start: number; readonly end: number }
  /** Again and again from a moment (in milliseconds) on, for some minutes each. */
  | { readonly every: "day" | "week"; readonly start: number; readonly minutes: number };

/** What {@linkcode ControlClient.addDeviceShare} may be told. */
export interface AddDeviceShareOptions extends CallOptions {
  /** As the guest is called in notices and events; 1–128 characters. */
  readonly guestName: string;
  /** `http` and `https` stand alone and need `port`. */
  readonly types: readonly ShareType[];
  /** When it is good. */
  readonly time: ShareTime;
  /** What the users of the device are asked or told; a sum of 1–32. @default {0} */
  readonly consent?: number;
  /** The guest sees the desktop only. @default {false} */
  readonly viewOnly?: boolean;
  /** Of the web server on the device. */
  readonly port?: number;
}

const TYPES: readonly (readonly [ShareType, number])[] = [
  ["terminal", 1],
  ["desktop", 2],
  ["files", 4],
  ["http", 8],
  ["https", 16],
];

/** The links to a device that are still good. */
export async function listDeviceShares(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<readonly DeviceShare[]> {
  const nodeid = fullId("node", session.serverInfo.domain, id);
  const answer = await session.request({ action: "deviceShares", nodeid }, options);
  if (!Array.isArray(answer["deviceShares"])) {
    throw rejection(text(answer["result"]), `The links to the device ${id} were not listed`);
  }
  return objects(answer["deviceShares"]).map(readDeviceShare);
}

/** Makes a link, and reads it back. */
export async function addDeviceShare(
  session: Session,
  id: string,
  options: AddDeviceShareOptions,
): Promise<DeviceShare> {
  const { guestName, types, time, consent = 0, viewOnly = false, port, ...call } = options;
  const { id: nodeid } = await getDevice(session, id, call);
  const request = compact({
    action: "createDeviceShareLink",
    nodeid,
    guestname: guestName,
    p: TYPES.filter(([type]) => types.includes(type)).reduce((sum, [, bit]) => sum + bit, 0),
    consent,
    viewOnly,
    port,
    ...timeFields(time),
  });
  const reply = [request.action, "deviceShares"]; // refusals come under the name of the other
  const answer = await session.request(request, { ...call, reply });
  const what = `The link to the device ${id} was not made`;
  expectOk(answer, what);
  const shares = await listDeviceShares(session, nodeid, call);
  const share = shares.find((share) => share.id === answer["publicid"]);
  if (share === undefined) throw new ControlError("rejected", `${what}, as far as one can see.`);
  return { ...compact({ url: text(answer["url"]) }), ...share };
}

/** Removes a link; `not-found` when there is none. */
export async function removeDeviceShare(
  session: Session,
  id: string,
  shareId: string,
  options: CallOptions = {},
): Promise<void> {
  const nodeid = fullId("node", session.serverInfo.domain, id);
  const request = { action: "removeDeviceShare", nodeid, publicid: shareId };
  // It also announces what it removed, or null, in a message of the same action.
  const passOver = ({ result }: ControlMessage): boolean => result === undefined;
  const reply = [request.action, "deviceShares"];
  const answer = await session.request(request, { ...options, reply, passOver });
  expectOk(answer, `The link ${shareId} to the device ${id} was not removed`);
}

/** The server takes minutes from now, seconds since 1970 of two moments, or minutes each time. */
function timeFields(time: ShareTime): Readonly<Record<string, number>> {
  if ("expireMinutes" in time) return { expire: time.expireMinutes };
  const start = Math.floor(time.start / 1000);
  if ("end" in time) return { start, end: Math.floor(time.end / 1000) };
  return { recurring: time.every === "day" ? 1 : 2, start, expire: time.minutes };
}

/** A link as the server says it. */
function readDeviceShare(share: Readonly<Record<string, unknown>>): DeviceShare {
  const bits = number(share["p"]) ?? 0;
  return compact({
    id: text(share["publicid"]) ?? "",
    guestName: text(share["guestName"]) ?? "",
    types: TYPES.filter(([, bit]) => (bits & bit) !== 0).map(([type]) => type),
    consent: number(share["consent"]) ?? 0,
    viewOnly: share["viewOnly"] === true,
    userId: text(share["userid"]),
    url: text(share["url"]),
    startsAt: number(share["startTime"]),
    expiresAt: number(share["expireTime"]),
    raw: share,
  }) as DeviceShare;
}
