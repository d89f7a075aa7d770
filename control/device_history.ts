/**
 * When devices were connected and switched on, and everything about them at once.
 *
 * @module
 */
import { parseJson } from "../protocol/parse_json.ts";
import { getDevice, listDevices } from "./devices.ts";
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { compact, isObject, number, object, text } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** From a moment on a device was in this state. */
export interface PowerState {
  /** In milliseconds. */
  readonly since: number;
  /** 0 unknown or away, 1 on, 2–4 sleep, 5 hibernate, 6 soft-off, 7 present. */
  readonly power: number;
}

/** When a device was connected last. */
export interface LastConnection {
  /** In milliseconds. */
  readonly at: number;
  /** From where. */
  readonly address?: string;
}

/** What {@linkcode ControlClient.deviceDetails} may be told. */
export interface DeviceDetailsOptions extends CallOptions {
  /** Only these devices, at least one. */
  readonly ids?: readonly string[];
}

/** The states of a device, the earliest first; short ones (2 minutes) are left out by the server. */
export async function getPowerTimeline(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<readonly PowerState[]> {
  const { id: nodeid } = await getDevice(session, id, options); // to unknown ones: silence
  const answer = await session.request({ action: "powertimeline", nodeid }, options);
  return readTimeline(answer["timeline"]);
}

/** `[state before, first moment, state, seconds later, state, seconds later, state, …]`. */
export function readTimeline(timeline: unknown): readonly PowerState[] {
  const numbers = Array.isArray(timeline) ? timeline.map((entry) => number(entry) ?? 0) : [];
  const [, first, ...rest] = numbers;
  if (first === undefined) return [];
  // Seconds in what was recorded, milliseconds when only the present state is known.
  const scale = first > 100_000_000_000 ? 1 : 1000;
  let since = first * scale;
  return rest.flatMap((power, index) => {
    if (index % 2 === 1) return [];
    if (index > 0) since += (rest[index - 1] ?? 0) * 1000;
    return [{ since, power }];
  });
}

/** When each device that this account sees was connected last, in milliseconds by its id. */
export async function getLastConnections(
  session: Session,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, number>> {
  const answer = await session.request({ action: "lastconnects" }, options);
  return new Map(
    Object.entries(object(answer["lastconnects"])).map(([id, time]) => [id, number(time) ?? 0]),
  );
}

/** When a device was connected last; undefined when it never was. */
export async function getLastConnection(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<LastConnection | undefined> {
  const { id: nodeid } = await getDevice(session, id, options);
  const answer = await session.request({ action: "lastconnect", nodeid }, options);
  const at = number(answer["time"]);
  if (at === undefined) return undefined;
  return compact({ at, address: text(answer["addr"]) }) as LastConnection;
}

/** All that is known about devices: the server's own records, one object (`node`, `sys`, …) each. */
export async function getDeviceDetails(
  session: Session,
  options: DeviceDetailsOptions = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const records = parseJson(await details(session, "json", options));
  if (Array.isArray(records)) return records.filter(isObject);
  throw new ControlError("rejected", "The server sent device details that are no JSON list.");
}

/** The same as a CSV file with a header line. */
export async function getDeviceDetailsCsv(
  session: Session,
  options: DeviceDetailsOptions = {},
): Promise<string> {
  return await details(session, "csv", options);
}

async function details(
  session: Session,
  type: "csv" | "json",
  { ids, ...options }: DeviceDetailsOptions,
): Promise<string> {
  const nodeids = ids?.map((id) => fullId("node", session.serverInfo.domain, id));
  if (nodeids !== undefined) await expectDevices(session, nodeids, options);
  const request = compact({ action: "getDeviceDetails", type, nodeids });
  return text((await session.request(request, options))["data"]) ?? "";
}

/** The server answers nonsense when one of the devices is not seen. */
async function expectDevices(
  session: Session,
  nodeids: readonly string[],
  options: CallOptions,
): Promise<void> {
  const seen = new Set((await listDevices(session, options)).map(({ id }) => id));
  const unseen = nodeids.filter((id) => !seen.has(id));
  if (unseen.length === 0) return;
  throw new ControlError("not-found", `There is no device ${unseen.join(", ")}.`);
}
