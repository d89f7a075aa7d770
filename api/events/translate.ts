import { compact, number, object, text, texts } from "../../control/json.ts";
import type { ServerEvent } from "../../control/mod.ts";
import { memberId, shortId } from "../ids.ts";
import type { ApiEvent, ApiEventDevice, ApiEventType } from "../schemas/events.ts";

/** Events of MeshCentral by what they are for us; the others are not passed on. */
const TYPES: ReadonlyMap<string, ApiEventType> = new Map([
  ["nodeconnect", "device.connection"],
  ["addnode", "device.added"],
  ["changenode", "device.changed"],
  ["nodemeshchange", "device.moved"],
  ["removenode", "device.removed"],
  ["deviceShareUpdate", "device.shares"],
  ["addedDeviceShare", "device.shares"],
  ["removedDeviceShare", "device.shares"],
  ["relaylog", "device.log"],
  ["agentlog", "device.log"],
  ["manual", "device.log"],
  ["createmesh", "group.added"],
  ["meshchange", "group.changed"],
  ["deletemesh", "group.removed"],
  ["accountcreate", "user.added"],
  ["accountchange", "user.changed"],
  ["accountremove", "user.removed"],
  ["createusergroup", "user-group.added"],
  ["usergroupchange", "user-group.changed"],
  ["deleteusergroup", "user-group.removed"],
]);

/**
 * What a client is told of an event, field by field: MeshCentral's own events carry other people's
 * e-mail addresses and links, links to shared devices, and command lines.
 */
export function translate(event: ServerEvent, now: number): ApiEvent | undefined {
  const type = TYPES.get(event.action);
  if (type === undefined) return undefined;
  const node = object(event["node"]);
  const deviceId = text(event["nodeid"]) ?? text(node["_id"]);
  const groupId = text(node["meshid"]) ?? text(event["meshid"]);
  const about = type.startsWith("device.") ? { deviceId: short(deviceId) } : {};
  const conn = number(event["conn"]);
  return compact({
    type,
    time: text(event["time"]) ?? new Date(now).toISOString(),
    ...about,
    groupId: type.startsWith("user") ? undefined : short(groupId),
    userid: type.startsWith("user.") ? account(event) : undefined,
    userGroupId: type.startsWith("user-group.") ? text(event["ugrpid"]) : undefined,
    by: by(event),
    ...(type === "device.connection"
      ? { conn: conn ?? 0, pwr: number(event["pwr"]) ?? 0, online: ((conn ?? 0) & 1) !== 0 }
      : {}),
    device: type === "device.added" || type === "device.changed" ? device(node) : undefined,
    text: type === "device.log" ? text(event["msg"])?.slice(0, 1000) : undefined,
  });
}

/** Whom it is about: the account itself; `userid` may be the one who did it. */
function account(event: ServerEvent): string | undefined {
  return short(text(object(event["account"])["_id"]) ?? text(event["userid"]));
}

/** In these the one whom it is about stands where the actor should. */
function by(event: ServerEvent): string | undefined {
  if (/^(meshchange|accountcreate|accountremove)$/.test(event.action)) return undefined;
  const userid = text(event["userid"]);
  return userid?.startsWith("user/") ? memberId(userid) : undefined;
}

function device(node: Readonly<Record<string, unknown>>): ApiEventDevice {
  return compact({
    name: text(node["name"]) ?? "",
    icon: number(node["icon"]) ?? 1,
    hostName: text(node["rname"]),
    os: text(node["osdesc"]),
    address: text(node["ip"]) ?? text(node["host"]),
    description: text(node["desc"]),
    tags: texts(node["tags"]),
    users: texts(node["users"]),
  });
}

function short(id: string | undefined): string | undefined {
  return id === undefined ? undefined : shortId(id);
}
