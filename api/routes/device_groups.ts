import * as v from "valibot";
import {
  addDeviceGroup,
  getDeviceGroup,
  listDeviceGroups,
  listDeviceGroupUsers,
  removeDeviceGroup,
  removeDeviceGroupUser,
  setDeviceGroupUser,
} from "../handlers/device_groups.ts";
import type { RouteTable } from "../route.ts";
import type { DeviceGroupRoutes } from "../schemas/routes.ts";
import {
  type AddDeviceGroupInput,
  addDeviceGroupInput,
  apiDeviceGroup,
  type DeviceGroupInput,
  deviceGroupInput,
  groupUser,
  listDeviceGroupsEntries,
  type ListDeviceGroupsInput,
  removeDeviceGroupEntries,
  type RemoveDeviceGroupInput,
  type RemoveDeviceGroupUserInput,
  removeDeviceGroupUserInput,
  type SetDeviceGroupUserInput,
} from "../schemas/device_groups.ts";

/** Device groups, and who has rights on them. */
export const deviceGroupRoutes: RouteTable<DeviceGroupRoutes> = {
  "GET /device-groups": {
    operationId: "listDeviceGroups",
    summary: "The device groups that the account is linked to",
    description: "Not even a full administrator sees others, unless manageAllDeviceGroups in " +
      "MeshCentral's config.json names the account.",
    tag: "Device groups",
    scope: "read",
    query: listDeviceGroupsEntries,
    response: v.array(apiDeviceGroup),
    paged: true,
    handle: listDeviceGroups,
  },
  "POST /device-groups": {
    operationId: "addDeviceGroup",
    summary: "Make a device group for agents",
    tag: "Device groups",
    scope: "manage",
    body: addDeviceGroupInput,
    response: apiDeviceGroup,
    status: 201,
    errors: ["forbidden", "exists"],
    handle: addDeviceGroup,
  },
  "GET /device-groups/:groupId": {
    operationId: "getDeviceGroup",
    summary: "One device group",
    tag: "Device groups",
    scope: "read",
    params: deviceGroupInput,
    response: apiDeviceGroup,
    errors: ["not_found"],
    handle: getDeviceGroup,
  },
  "DELETE /device-groups/:groupId": {
    operationId: "removeDeviceGroup",
    summary: "Remove a device group",
    description:
      "With devices in it: 409, unless force=true, which removes them too. An agent of " +
      "it that is connected brings the group back when it connects again.",
    tag: "Device groups",
    scope: "manage",
    params: deviceGroupInput,
    query: removeDeviceGroupEntries,
    errors: ["forbidden", "not_found", "conflict"],
    handle: removeDeviceGroup,
  },
  "GET /device-groups/:groupId/users": {
    operationId: "listDeviceGroupUsers",
    summary: "Who has rights on a device group",
    tag: "Device groups",
    scope: "read",
    params: deviceGroupInput,
    response: v.array(groupUser),
    paged: true,
    errors: ["not_found"],
    handle: listDeviceGroupUsers,
  },
  "POST /device-groups/:groupId/users": {
    operationId: "setDeviceGroupUser",
    summary: "Give a user rights on a device group, instead of those it had",
    tag: "Device groups",
    scope: "manage",
    params: deviceGroupInput,
    body: groupUser,
    response: groupUser,
    errors: ["forbidden", "not_found"],
    handle: setDeviceGroupUser,
  },
  "DELETE /device-groups/:groupId/users/:userid": {
    operationId: "removeDeviceGroupUser",
    summary: "Take all rights on a device group from a user",
    tag: "Device groups",
    scope: "manage",
    params: removeDeviceGroupUserInput,
    errors: ["forbidden", "not_found"],
    handle: removeDeviceGroupUser,
  },
};
