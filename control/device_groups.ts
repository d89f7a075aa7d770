/**
 * Device groups (“meshes”).
 *
 * @module
 */
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { compact, number, object, objects, text, texts } from "./json.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** Agents connect to such a group; 1 = Intel AMT only, 3 = local devices, 4 = IP-KVM. */
const AGENT_GROUP = 2;

/** A device group. */
export interface DeviceGroup {
  /** `mesh//…`; what an agent needs to join. */
  readonly id: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** A remark of an operator. */
  readonly description?: string;
  /** 1 Intel AMT only, 2 agents, 3 local devices, 4 IP-KVM. */
  readonly type: number;
  /** A sum of 1 remove devices that disconnect, 2 take over host names, 4 record sessions. */
  readonly flags: number;
  /** What the users of a device are asked or told; a sum of 1–32, 64 = connection bar. */
  readonly consent: number;
  /** Days after which a device that was not seen is removed; 0 = never. */
  readonly expireDays: number;
  /** With which an agent can be fetched without logging in. */
  readonly inviteCodes: readonly string[];
  /** When it was made, in milliseconds. */
  readonly createdAt?: number;
  /** Rights by the id of a user or user group; 4294967295 = all. */
  readonly rights: ReadonlyMap<string, number>;
  /** Everything that the server said. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What {@linkcode ControlClient.addDeviceGroup} may be told. */
export interface AddDeviceGroupOptions extends CallOptions {
  /** A remark, up to 1024 characters. */
  readonly description?: string;
  /**
   * 1 Intel AMT only, 2 agents, 3 local devices (a WAN-only server needs `relayId`), 4 IP-KVM.
   *
   * @default {2}
   */
  readonly type?: number;
  /** A sum of 1 remove devices that disconnect, 2 take over host names, 4 record sessions. */
  readonly flags?: number;
  /** What the users of a device are asked or told; a sum of 1–32, 64 = connection bar. */
  readonly consent?: number;
  /** With type 3 and 4: the device through which the others are reached. */
  readonly relayId?: string;
}

/** Every group this account is linked to. */
export async function listDeviceGroups(
  session: Session,
  options: CallOptions = {},
): Promise<readonly DeviceGroup[]> {
  const answer = await session.request({ action: "meshes" }, options);
  if (!Array.isArray(answer["meshes"])) {
    throw rejection(text(answer["result"]), "The device groups were not listed");
  }
  return objects(answer["meshes"]).map(readDeviceGroup);
}

/** One group, or `not-found`. */
export async function findDeviceGroup(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<DeviceGroup> {
  const full = fullId("mesh", session.serverInfo.domain, id);
  const group = (await listDeviceGroups(session, options)).find((group) => group.id === full);
  if (group === undefined) throw new ControlError("not-found", `There is no device group ${id}.`);
  return group;
}

/** Makes a group, for agents when nothing else is said. */
export async function addDeviceGroup(
  session: Session,
  name: string,
  options: AddDeviceGroupOptions = {},
): Promise<DeviceGroup> {
  const { description, type: mtype = AGENT_GROUP, flags, consent, relayId, ...call } = options;
  const fields = compact({ desc: description, flags, consent });
  const relayid = relayId && fullId("node", session.serverInfo.domain, relayId);
  const request = { action: "createmesh", meshname: name, meshtype: mtype, ...fields };
  const answer = await session.request(compact({ ...request, relayid }), call);
  expectOk(answer, `The device group "${name}" was not made`);
  const { meshid: _id, links } = answer;
  return readDeviceGroup({ _id, name, mtype, links, ...fields });
}

/** Removes a group, and the devices in it. */
export async function removeDeviceGroup(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<void> {
  const meshid = fullId("mesh", session.serverInfo.domain, id);
  const answer = await session.request({ action: "deletemesh", meshid }, options);
  expectOk(answer, `The device group ${id} was not removed`);
}

/** A group as the server says it. */
export function readDeviceGroup(mesh: Readonly<Record<string, unknown>>): DeviceGroup {
  const rights = Object.entries(object(mesh["links"]))
    .map(([id, link]) => [id, number(object(link)["rights"]) ?? 0] as const);
  return compact({
    id: text(mesh["_id"]) ?? "",
    name: text(mesh["name"]) ?? "",
    description: text(mesh["desc"]),
    type: number(mesh["mtype"]) ?? 0,
    flags: number(mesh["flags"]) ?? 0,
    consent: number(mesh["consent"]) ?? 0,
    expireDays: number(mesh["expireDevs"]) ?? 0,
    inviteCodes: texts(object(mesh["invite"])["codes"]),
    createdAt: number(mesh["creation"]),
    rights: new Map(rights),
    raw: mesh,
  }) as DeviceGroup;
}
