import type { UserGroup } from "../../control/mod.ts";
import type { Operator } from "../backend.ts";
import { ApiError } from "../errors.ts";
import { meantId, sameId, shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type {
  AddUserGroupInput,
  ApiUserGroup,
  EditUserGroupBody,
  ListUserGroupsInput,
  MemberBody,
  MemberInput,
  UserGroupInput,
} from "../schemas/user_groups.ts";
import { contains } from "./filter.ts";

/** The user groups; who may not manage them sees only names. */
export async function listUserGroups(
  { backend, caller }: OperationContext,
  { filter }: ListUserGroupsInput = {},
): Promise<readonly ApiUserGroup[]> {
  const operator = await backend.operator(caller);
  const groups = (await operator.userGroups()).map(apiUserGroup);
  if (filter === undefined) return groups;
  return groups.filter(({ name, description }) => contains(filter, [name, description]));
}

/** One user group. */
export async function getUserGroup(
  { backend, caller }: OperationContext,
  { id }: UserGroupInput,
): Promise<ApiUserGroup> {
  return apiUserGroup(await find(await backend.operator(caller), id));
}

/** Makes a user group; MeshCentral would make a second one of the same name, so we look first. */
export async function addUserGroup(
  { backend, caller }: OperationContext,
  { name, description }: AddUserGroupInput,
): Promise<ApiUserGroup> {
  const operator = await backend.operator(caller);
  if ((await operator.userGroups()).some((group) => group.name === name)) {
    throw new ApiError("exists", `There is a user group “${name}” already.`);
  }
  const made = await operator.addUserGroup(name, description === undefined ? {} : { description });
  return apiUserGroup(await find(operator, made.id));
}

/** Changes name or remark of a user group. */
export async function editUserGroup(
  { backend, caller }: OperationContext,
  { id, ...changes }: UserGroupInput & EditUserGroupBody,
): Promise<ApiUserGroup> {
  const operator = await backend.operator(caller);
  const group = await find(operator, id);
  await operator.editUserGroup(group.id, changes);
  return apiUserGroup(await find(operator, group.id));
}

/** Removes a user group; its users stay. */
export async function removeUserGroup(
  { backend, caller }: OperationContext,
  { id }: UserGroupInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  await operator.removeUserGroup((await find(operator, id)).id);
}

/** Adds a user, or gives the group rights on a device group or device. */
export async function addUserGroupMember(
  { backend, caller }: OperationContext,
  { id, memberId, rights = 0 }: UserGroupInput & MemberBody,
): Promise<ApiUserGroup> {
  const operator = await backend.operator(caller);
  const group = await find(operator, id);
  if (memberId.startsWith("mesh/")) await operator.setDeviceGroupUser(memberId, group.id, rights);
  else if (memberId.startsWith("node/")) await operator.setDeviceUser(memberId, group.id, rights);
  else await operator.addUserGroupMembers(group.id, [memberId]);
  return apiUserGroup(await find(operator, group.id));
}

/** Takes a user out, or the group's rights on a device group or device away. */
export async function removeUserGroupMember(
  { backend, caller }: OperationContext,
  { id, memberId }: MemberInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  const group = await find(operator, id);
  const member = meantId(group.members, memberId);
  if (member === undefined && !group.rights.has(memberId)) {
    throw new ApiError("not_found", "The group has no such member.");
  }
  if (memberId.startsWith("mesh/")) await operator.removeDeviceGroupUser(memberId, group.id);
  else if (memberId.startsWith("node/")) await operator.removeDeviceUser(memberId, group.id);
  else await operator.removeUserGroupMember(group.id, member ?? memberId);
}

/** Takes every user out. */
export async function removeUserGroupMembers(
  { backend, caller }: OperationContext,
  { id }: UserGroupInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  const group = await find(operator, id);
  await operator.removeAllUserGroupMembers(group.id);
}

async function find(operator: Operator, id: string): Promise<UserGroup> {
  const group = (await operator.userGroups()).find((group) => sameId(group.id, id));
  if (group !== undefined) return group;
  throw new ApiError("not_found", "There is no such user group.");
}

function apiUserGroup({ id, name, description, members, rights }: UserGroup): ApiUserGroup {
  const on = (kind: string) =>
    [...rights].filter(([id]) => id.startsWith(kind))
      .map(([id, rights]) => ({ id: shortId(id), rights }));
  return {
    id: shortId(id),
    name,
    description,
    users: members.map(shortId),
    deviceGroups: on("mesh/"),
    devices: on("node/"),
  };
}
