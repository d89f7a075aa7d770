import * as v from "valibot";
import { getDevice, listDevices, removeDevice } from "../handlers/devices.ts";
import {
  addAmtDevice,
  addLocalDevice,
  editDevice,
  moveDevice,
  removeDeviceUser,
  setDeviceUser,
} from "../handlers/device_actions.ts";
import {
  addAmtDeviceInput,
  addLocalDeviceInput,
  deviceUserBody,
  deviceUserInput,
  editDeviceBody,
  moveDeviceBody,
} from "../schemas/device_actions.ts";
import type { RouteTable } from "../route.ts";
import type { DeviceRoutes } from "../schemas/routes.ts";
import {
  apiDevice,
  apiDeviceDetails,
  deviceInput,
  listDevicesEntries,
} from "../schemas/devices.ts";

/** Devices. */
export const deviceRoutes: RouteTable<DeviceRoutes> = {
  "GET /devices": {
    operationId: "listDevices",
    summary: "The devices that the account can see",
    tag: "Devices",
    scope: "read",
    query: listDevicesEntries,
    response: v.array(apiDevice),
    paged: true,
    handle: listDevices,
  },
  "GET /devices/:id": {
    operationId: "getDevice",
    summary: "One device, with what it reported about itself",
    tag: "Devices",
    scope: "read",
    params: deviceInput,
    response: apiDeviceDetails,
    errors: ["not_found"],
    handle: getDevice,
  },
  "DELETE /devices/:id": {
    operationId: "removeDevice",
    summary: "Remove a device; one that is connected comes back when it connects again",
    tag: "Devices",
    scope: "manage",
    params: deviceInput,
    errors: ["forbidden", "not_found"],
    handle: removeDevice,
  },
  "POST /devices/local": {
    operationId: "addLocalDevice",
    summary: "Add a device without an agent",
    tag: "Devices",
    scope: "manage",
    body: addLocalDeviceInput,
    errors: ["forbidden", "not_found", "rejected"],
    handle: addLocalDevice,
  },
  "POST /devices/amt": {
    operationId: "addAmtDevice",
    summary: "Add a device with Intel AMT",
    description: "A server in WAN-only mode does not answer: 504.",
    tag: "Devices",
    scope: "manage",
    body: addAmtDeviceInput,
    errors: ["forbidden", "not_found", "rejected"],
    handle: addAmtDevice,
  },
  "PATCH /devices/:id": {
    operationId: "editDevice",
    summary: "Change what operators say of a device",
    tag: "Devices",
    scope: "manage",
    params: deviceInput,
    body: editDeviceBody,
    response: apiDevice,
    errors: ["forbidden", "not_found"],
    handle: editDevice,
  },
  "POST /devices/:id/move": {
    operationId: "moveDevice",
    summary: "Move a device into another group",
    tag: "Devices",
    scope: "manage",
    params: deviceInput,
    body: moveDeviceBody,
    errors: ["forbidden", "not_found", "rejected"],
    handle: moveDevice,
  },
  "POST /devices/:id/users": {
    operationId: "setDeviceUser",
    summary: "Give a user rights on one device",
    tag: "Devices",
    scope: "manage",
    params: deviceInput,
    body: deviceUserBody,
    response: deviceUserBody,
    errors: ["forbidden", "not_found", "rejected"],
    handle: setDeviceUser,
  },
  "DELETE /devices/:id/users/:userid": {
    operationId: "removeDeviceUser",
    summary: "Take the rights on one device from a user",
    tag: "Devices",
    scope: "manage",
    params: deviceUserInput,
    errors: ["forbidden", "not_found"],
    handle: removeDeviceUser,
  },
};
