/**
 * What each route takes and answers. Only types: the routes are checked against them, and clients
 * are typed by them.
 *
 * @module
 */
import type { ApiMe, ApiSession, LogInInput } from "./auth.ts";
import type { PageInput } from "./common.ts";
import type {
  AddDeviceGroupInput,
  ApiDeviceGroup,
  DeviceGroupInput,
  GroupUser,
  ListDeviceGroupsInput,
  RemoveDeviceGroupInput,
  RemoveDeviceGroupUserInput,
  SetDeviceGroupUserInput,
} from "./device_groups.ts";
import type { ApiDevice, ApiDeviceDetails, DeviceInput, ListDevicesInput } from "./devices.ts";
import type { ApiTunnelTicket, OpenTunnelInput } from "./tunnels.ts";
import type { AddUserInput, ApiUser, ListUsersInput, UserInput } from "./users.ts";

/** A route: its parameters, query and body in one object, and its answer. */
export interface RouteTypes<Input extends object, Output> {
  /** What it takes. */
  readonly input: Input;
  /** What it answers. */
  readonly output: Output;
}

/** Nothing. */
export type Nothing = Readonly<Record<never, never>>;

type List<Input extends object, Item> = RouteTypes<Input & PageInput, readonly Item[]>;

/** Logging in and out. */
export interface AuthRoutes {
  "POST /mobile-auth": RouteTypes<LogInInput, ApiSession>;
  "POST /auth/renew": RouteTypes<Nothing, ApiSession>;
  "POST /auth/logout": RouteTypes<Nothing, void>;
  "GET /me": RouteTypes<Nothing, ApiMe>;
}

/** Devices. */
export interface DeviceRoutes {
  "GET /devices": List<ListDevicesInput, ApiDevice>;
  "GET /devices/:id": RouteTypes<DeviceInput, ApiDeviceDetails>;
  "DELETE /devices/:id": RouteTypes<DeviceInput, void>;
}

/** Tunnels to devices. */
export interface TunnelRoutes {
  "POST /devices/:id/tunnel": RouteTypes<OpenTunnelInput, ApiTunnelTicket>;
}

/** Accounts. */
export interface UserRoutes {
  "GET /users": List<ListUsersInput, ApiUser>;
  "POST /users": RouteTypes<AddUserInput, ApiUser>;
  "DELETE /users/:userid": RouteTypes<UserInput, void>;
}

/** Device groups. */
export interface DeviceGroupRoutes {
  "GET /device-groups": List<ListDeviceGroupsInput, ApiDeviceGroup>;
  "POST /device-groups": RouteTypes<AddDeviceGroupInput, ApiDeviceGroup>;
  "GET /device-groups/:groupId": RouteTypes<DeviceGroupInput, ApiDeviceGroup>;
  "DELETE /device-groups/:groupId": RouteTypes<RemoveDeviceGroupInput, void>;
  "GET /device-groups/:groupId/users": List<DeviceGroupInput, GroupUser>;
  "POST /device-groups/:groupId/users": RouteTypes<SetDeviceGroupUserInput, GroupUser>;
  "DELETE /device-groups/:groupId/users/:userid": RouteTypes<RemoveDeviceGroupUserInput, void>;
}

/** Every route. */
export interface ApiRoutes
  extends AuthRoutes, DeviceRoutes, TunnelRoutes, UserRoutes, DeviceGroupRoutes {}
