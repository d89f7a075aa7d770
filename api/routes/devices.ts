import * as v from "valibot";
import { getDevice, listDevices, removeDevice } from "../handlers/devices.ts";
import type { RouteTable } from "../route.ts";
import type { DeviceRoutes } from "../schemas/routes.ts";
import {
  apiDevice,
  apiDeviceDetails,
  type DeviceInput,
  deviceInput,
  listDevicesEntries,
  type ListDevicesInput,
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
};
