import type { DeviceGroup } from "../../control/mod.ts";
import type { Operator } from "../backend.ts";
import { ApiError, apiError } from "../errors.ts";
import { meantId, memberId, sameId, shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type {
  AddDeviceGroupInput,
  ApiDeviceGroup,
  DeviceGroupInput,
  EditDeviceGroupBody,
  GroupUser,
  ListDeviceGroupsInput,
  RemoveDeviceGroupInput,
  RemoveDeviceGroupUserInput,
  SetDeviceGroupUserInput,
} from "../schemas/device_groups.ts";
import { contains } from "./filter.ts";
import { isoTime } from "./time.ts";

/** The device groups that the caller is linked to; not even an administrator sees others. */
export async function listDeviceGroups(
  { backend, caller }: OperationContext,
  { filter }: ListDeviceGroupsInput = {},
): Promise<readonly ApiDeviceGroup[]> {
  const operator = await backend.operator(caller);
  const groups = (await operator.deviceGroups()).map(apiDeviceGroup);
  if (filter === undefined) return groups;
  return groups.filter(({ name, description }) => contains(filter, [name, description]));
}

/** One device group. */
export async function getDeviceGroup(
  { backend, caller }: OperationContext,
  { groupId }: DeviceGroupInput,
): Promise<ApiDeviceGroup> {
  return apiDeviceGroup(await findDeviceGroup(await backend.operator(caller), groupId));
}

/** Makes a device group; MeshCentral would make a second one of the same name, so we look first. */
export async function addDeviceGroup(
  { backend, caller }: OperationContext,
  { name, ...rest }: AddDeviceGroupInput,
): Promise<ApiDeviceGroup> {
  const operator = await backend.operator(caller);
  const groups = await operator.deviceGroups();
  if (groups.some((group) => group.name === name)) {
    throw new ApiError("exists", `There is a device group “${name}” already.`);
  }
  const group = await operator.addDeviceGroup(name, rest);
  return apiDeviceGroup(await findDeviceGroup(operator, group.id));
}

/** Changes a device group. */
export async function editDeviceGroup(
  { backend, caller }: OperationContext,
  { groupId, ...changes }: DeviceGroupInput & EditDeviceGroupBody,
): Promise<ApiDeviceGroup> {
  const operator = await backend.operator(caller);
  const group = await findDeviceGroup(operator, groupId);
  if (isEditor(operator, group)) {
    return apiDeviceGroup(await operator.editDeviceGroup(group.id, changes));
  }
  // MeshCentral answers nothing to who lacks the right; and what we know of rights may be old.
  const options = { ...changes, timeout: SILENCE };
  try {
    return apiDeviceGroup(await operator.editDeviceGroup(group.id, options));
  } catch (cause) {
    if (apiError(cause).code !== "timeout") throw cause;
    throw new ApiError("forbidden", "This account may not edit the device group.", { cause });
  }
}

/** Milliseconds after which no answer means no. */
const SILENCE = 1_500;

/** Bit 1 of the rights on a device group, of the account or of one of its user groups. */
function isEditor({ userInfo }: Operator, { rights }: DeviceGroup): boolean {
  const mine = [userInfo._id, ...Object.keys(userInfo.links ?? {})];
  return userInfo.siteadmin === 0xffff_ffff ||
    mine.some((id) => ((rights.get(id) ?? 0) & 1) !== 0);
}

/** Removes a device group; one with devices in it only by force, since they go with it. */
export async function removeDeviceGroup(
  { backend, caller }: OperationContext,
  { groupId, force = false }: RemoveDeviceGroupInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  const { id } = await findDeviceGroup(operator, groupId);
  const inside = force ? [] : await operator.devices({ groupId: id });
  if (inside.length > 0) {
    const what = inside.length === 1 ? "is a device" : `are ${inside.length} devices`;
    throw new ApiError(
      "conflict",
      `There ${what} in this group. Move or remove them first, or add force=true.`,
    );
  }
  await operator.removeDeviceGroup(id);
}

/** Who has rights on a device group. */
export async function listDeviceGroupUsers(
  context: OperationContext,
  input: DeviceGroupInput,
): Promise<readonly GroupUser[]> {
  return (await getDeviceGroup(context, input)).users;
}

/** Gives a user these rights on a device group, instead of those that the user had on it. */
export async function setDeviceGroupUser(
  { backend, caller }: OperationContext,
  { groupId, userid, rights }: SetDeviceGroupUserInput,
): Promise<GroupUser> {
  const operator = await backend.operator(caller);
  const { id } = await findDeviceGroup(operator, groupId);
  await operator.setDeviceGroupUser(id, userid, rights);
  const holders = (await findDeviceGroup(operator, groupId)).rights.keys();
  return { userid: memberId(meantId(holders, userid) ?? userid), rights };
}

/** Takes all rights on a device group from a user. */
export async function removeDeviceGroupUser(
  { backend, caller }: OperationContext,
  { groupId, userid }: RemoveDeviceGroupUserInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  const { id } = await findDeviceGroup(operator, groupId);
  await operator.removeDeviceGroupUser(id, userid);
}

/** The group with this id, short or full; rejects with `not_found`. */
export async function findDeviceGroup(operator: Operator, groupId: string): Promise<DeviceGroup> {
  const group = (await operator.deviceGroups()).find(({ id }) => sameId(id, groupId));
  if (group !== undefined) return group;
  throw new ApiError("not_found", "There is no such device group, or this account cannot see it.");
}

function apiDeviceGroup(group: DeviceGroup): ApiDeviceGroup {
  return {
    id: shortId(group.id),
    name: group.name,
    description: group.description,
    type: group.type,
    flags: group.flags,
    consent: group.consent,
    createdAt: isoTime(group.createdAt),
    users: [...group.rights].map(([id, rights]) => ({ userid: memberId(id), rights })),
  };
}
