/**
 * Devices: what the server tells about them, in one shape.
 *
 * @module
 */
import { listDeviceGroups } from "./device_groups.ts";
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { compact, isObject, number, object, objects, text, texts } from "./json.ts";
import { rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** The program on a device that is connected to the server. */
export interface DeviceAgent {
  /** Its kind and platform: 6 = Linux x64, 14 = Android, 17 = ChromeOS, … */
  readonly id: number;
  /** Its protocol version. */
  readonly version: number;
  /** 1 desktop, 2 terminal, 4 files, 8 console, 16 JavaScript, 32 temporary, 64 recovery. */
  readonly capabilities: number;
  /** What its core says about itself. */
  readonly core?: string;
  /** When it connected, in milliseconds, while it is connected. */
  readonly connectedAt?: number;
}

/** A device. All texts were said by the device or its users: never trust them as HTML. */
export interface Device {
  /** `node//…` */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
  /** As the device calls itself. */
  readonly hostName?: string;
  /** `mesh//…`; the device is in this group. */
  readonly groupId: string;
  /** The name of that group, if this account can see it. */
  readonly groupName?: string;
  /** Whether its agent is connected. */
  readonly online: boolean;
  /** How it is connected; a sum of 1 agent, 2 CIRA, 4 AMT, 8 relay, 16 MQTT; 0 = not at all. */
  readonly connection: number;
  /** 0 unknown, 1 on, 2–4 sleep, 5 hibernate, 6 soft-off, 7 present. */
  readonly power: number;
  /** 1–8: desktop, laptop, phone, server, disk, router, …, virtual machine. */
  readonly icon: number;
  /** Absent for a device without one, such as an Intel AMT device. */
  readonly agent?: DeviceAgent;
  /** The operating system. */
  readonly osDescription?: string;
  /** A remark of an operator. */
  readonly description?: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** Its address, as the server sees it. */
  readonly address?: string;
  /** Who is logged in on it. */
  readonly users: readonly string[];
  /** Everything that the server said. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What {@linkcode ControlClient.devices} may be told. */
export interface DevicesOptions extends CallOptions {
  /** Only the devices of this group; its full or short id. */
  readonly groupId?: string;
}

/** Every device this account can see. */
export async function listDevices(
  session: Session,
  options: DevicesOptions = {},
): Promise<readonly Device[]> {
  const { groupId } = options;
  const meshid = groupId && fullId("mesh", session.serverInfo.domain, groupId);
  return await query(session, meshid ? { meshid } : {}, "The devices were not listed", options);
}

/** One device. */
export async function getDevice(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<Device> {
  const node = fullId("node", session.serverInfo.domain, id);
  const devices = await query(session, { id: node }, "The device was not read", options);
  const device = devices.find((device) => device.id === node);
  if (device === undefined) throw new ControlError("not-found", `There is no device ${id}.`);
  return device;
}

async function query(
  session: Session,
  filter: Readonly<Record<string, string>>,
  what: string,
  options: CallOptions,
): Promise<readonly Device[]> {
  const [answer, groups] = await Promise.all([
    session.request({ action: "nodes", ...filter }, options),
    listDeviceGroups(session, options),
  ]);
  if (!isObject(answer["nodes"])) throw rejection(text(answer["result"]), what);
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  return readDevices(answer, names);
}

/** The devices in an answer to `nodes`, given the names of the groups. */
export function readDevices(
  answer: ControlMessage,
  groupNames: ReadonlyMap<string, string>,
): readonly Device[] {
  return Object.entries(object(answer["nodes"])).flatMap(([groupId, nodes]) =>
    objects(nodes).map((node) => readDevice(node, groupId, groupNames.get(groupId)))
  );
}

function readDevice(
  node: Readonly<Record<string, unknown>>,
  groupId: string,
  groupName: string | undefined,
): Device {
  const connection = number(node["conn"]) ?? 0; // absent while the device is away
  return compact({
    id: text(node["_id"]) ?? "",
    name: text(node["name"]) ?? "",
    hostName: text(node["rname"]),
    groupId,
    groupName,
    online: (connection & 1) !== 0,
    connection,
    power: number(node["pwr"]) ?? 0,
    icon: number(node["icon"]) ?? 1,
    agent: readAgent(node),
    osDescription: text(node["osdesc"]),
    description: text(node["desc"]),
    tags: texts(node["tags"]),
    address: text(node["ip"]) ?? text(node["host"]),
    users: texts(node["users"]),
    raw: node,
  }) as Device;
}

function readAgent(node: Readonly<Record<string, unknown>>): DeviceAgent | undefined {
  const agent = node["agent"];
  if (!isObject(agent)) return undefined;
  return compact({
    id: number(agent["id"]) ?? 0,
    version: number(agent["ver"]) ?? 0,
    capabilities: number(agent["caps"]) ?? 0,
    core: text(agent["core"]),
    connectedAt: number(node["agct"]),
  }) as DeviceAgent;
}
