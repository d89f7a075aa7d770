/**
 * Changing what the server keeps about a device.
 *
 * @module
 */
import { findDeviceGroup } from "./device_groups.ts";
import { type Device, getDevice, listDevices } from "./devices.ts";
import { forEach } from "./each.ts";
import type { DeviceOutcome } from "./each.ts";
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { compact } from "./json.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** What {@linkcode ControlClient.editDevice} may change; what is left out stays as it is. */
export interface EditDeviceOptions extends CallOptions {
  /** As it is shown; a group that takes over host names changes it back. */
  readonly name?: string;
  /** A remark. */
  readonly description?: string;
  /** Words to find it by, each under 64 characters and without a comma; none = no tags. */
  readonly tags?: readonly string[];
  /** 1–8: desktop, laptop, phone, server, disk, router, …, virtual machine. */
  readonly icon?: number;
  /** What its users are asked or told; a sum of 1–32, 64 = connection bar. */
  readonly consent?: number;
}

/** Changes a device, and reads it back. */
export async function editDevice(
  session: Session,
  id: string,
  options: EditDeviceOptions,
): Promise<Device> {
  const { name, description, tags, icon, consent, ...call } = options;
  const before = await getDevice(session, id, call); // the answer would be "Access Denied"
  const request = compact({
    action: "changedevice",
    nodeid: before.id,
    name,
    desc: description,
    tags: tags === undefined ? undefined : tags.length === 0 ? "" : [...tags],
    icon,
    consent,
  });
  expectOk(await session.request(request, call), `The device ${id} was not changed`);
  const after = await getDevice(session, id, call);
  const missed = [
    ["name", name, after.name],
    ["description", description, after.description ?? ""],
    ["icon", icon, after.icon],
    ["consent", consent, after.raw["consent"] ?? 0],
  ].filter(([, wanted, is]) => wanted !== undefined && wanted !== is).map(([field]) => field);
  if (missed.length === 0) return after;
  const what = `The server left ${missed.join(", ")} of the device ${id} as it was.`;
  throw new ControlError("rejected", what, { hint: "It does not take every value." });
}

/** Moves devices to another group, each with a request of its own, and reads back where they are. */
export async function moveDevices(
  session: Session,
  ids: readonly string[],
  groupId: string,
  options: CallOptions = {},
): Promise<readonly DeviceOutcome[]> {
  const { id: meshid } = await findDeviceGroup(session, groupId, options);
  const nodeIds = ids.map((id) => fullId("node", session.serverInfo.domain, id));
  const results = await forEach(nodeIds, async (id) => {
    const request = { action: "changeDeviceMesh", nodeids: [id], meshid };
    const answer = await session.request(request, options);
    if (answer["result"] !== "Device already in correct group") {
      expectOk(answer, `The device ${id} was not moved`);
    }
  });
  const moved = new Set((await listDevices(session, { ...options, groupId: meshid })).map(idOf));
  return nodeIds.map((deviceId, index) => {
    const error = results[index];
    if (error instanceof ControlError) return { deviceId, error };
    if (moved.has(deviceId)) return { deviceId };
    const what = `The device ${deviceId} was not moved, though the server says so.`;
    return { deviceId, error: new ControlError("rejected", what) };
  });
}

function idOf({ id }: Device): string {
  return id;
}
