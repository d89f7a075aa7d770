import type { Device } from "../../control/mod.ts";
import { ApiError } from "../errors.ts";
import { sameId, shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type {
  ApiDevice,
  ApiDeviceDetails,
  DeviceInput,
  ListDevicesInput,
} from "../schemas/devices.ts";
import { contains } from "./filter.ts";
import { isoTime } from "./time.ts";

/** A list that is kept is shown again, the very same. */
const shown = new WeakMap<readonly Device[], readonly ApiDevice[]>();

/** The devices that the caller can see. */
export async function listDevices(
  { backend, caller, fresh }: OperationContext,
  { group, groupId, filter, online }: ListDevicesInput = {},
): Promise<readonly ApiDevice[]> {
  const operator = await backend.operator(caller, fresh);
  const found = await operator.devices();
  if (isRefusal(found)) {
    throw new ApiError("session_ended", "MeshCentral does not accept this session any more.");
  }
  const devices = shown.get(found) ?? found.map(apiDevice);
  shown.set(found, devices);
  if ((group ?? groupId ?? filter ?? online) === undefined) return devices;
  return devices.filter((device) =>
    (group === undefined || device.group === group || sameId(group, device.groupId)) &&
    (groupId === undefined || sameId(groupId, device.groupId)) &&
    (online === undefined || device.online === online) &&
    (filter === undefined || contains(filter, [
      device.name,
      device.hostName,
      device.address,
      device.description,
      device.os,
      ...device.tags,
    ]))
  );
}

/** One device, with what it reported about itself. */
export async function getDevice(
  { backend, caller }: OperationContext,
  { id }: DeviceInput,
): Promise<ApiDeviceDetails> {
  const operator = await backend.operator(caller);
  const [device, system, network] = await Promise.all([
    operator.device(id),
    operator.deviceSystemInfo(id).catch(() => undefined), // not told whether it is a matter of rights
    operator.deviceNetworkInfo(id).catch(() => undefined),
  ]);
  return { ...apiDevice(device), system, network: network?.interfaces };
}

/** Removes a device. One whose agent is connected comes back when it connects the next time. */
export async function removeDevice(
  { backend, caller }: OperationContext,
  { id }: DeviceInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  await operator.device(id); // MeshCentral says "Denied" of one that does not exist
  await operator.removeDevices([id]);
}

/** `[{}]`, which some versions of MeshCentral's tools answer to credentials that are no good. */
function isRefusal(devices: readonly Partial<Device>[]): boolean {
  return devices.length === 1 && !devices[0]?.id;
}

/** A device as the API shows it. */
export function apiDevice(device: Device): ApiDevice {
  return {
    id: shortId(device.id),
    name: device.name,
    icon: device.icon,
    conn: device.connection,
    pwr: device.power,
    group: device.groupName ?? "",
    groupId: shortId(device.groupId),
    online: device.online,
    hostName: device.hostName,
    os: device.osDescription,
    address: device.address,
    description: device.description,
    tags: device.tags,
    users: device.users,
    connectedAt: isoTime(device.agent?.connectedAt),
  };
}
