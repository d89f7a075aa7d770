/**
 * What each route takes and answers. Only types: the routes are checked against them, and clients
 * are typed by them.
 *
 * @module
 */
import type {
  AddLoginTokenInput,
  ApiLoginToken,
  ApiNewLoginToken,
  ApiServer,
  ChangePasswordInput,
  LoginTokenInput,
} from "./account.ts";
import type { ApiMe, ApiSession, LogInInput } from "./auth.ts";
import type { PageInput } from "./common.ts";
import type {
  AddAmtDeviceInput,
  AddLocalDeviceInput,
  ApiCommandResult,
  ApiConsoleAnswer,
  ApiLink,
  ConsoleBody,
  DeviceUserBody,
  DeviceUserInput,
  EditDeviceBody,
  MessageBody,
  MoveDeviceBody,
  OpenUrlBody,
  PowerBody,
  RunCommandBody,
  TextBody,
  ToastBody,
  WebRelayBody,
} from "./device_actions.ts";
import type {
  AddDeviceGroupInput,
  AgentInput,
  ApiDeviceGroup,
  ApiGroupAnswer,
  DeviceGroupInput,
  EditDeviceGroupBody,
  GroupUser,
  InviteEmailBody,
  InviteLinkBody,
  ListDeviceGroupsInput,
  RemoveDeviceGroupInput,
  RemoveDeviceGroupUserInput,
  SetDeviceGroupUserInput,
} from "./device_groups.ts";
import type { ApiDevice, ApiDeviceDetails, DeviceInput, ListDevicesInput } from "./devices.ts";
import type { ApiLogEntry, ListEventsInput } from "./events.ts";
import type {
  ApiFile,
  FilePath,
  ListFilesInput,
  RemoveFileInput,
  RenameFileInput,
} from "./files.ts";
import type { ApiOperation, OperationInput } from "./operations.ts";
import type { ApiReport, BroadcastBody, ReportInput } from "./reports.ts";
import type { AddShareBody, ApiShare, ShareInput } from "./shares.ts";
import type { ApiTunnelTicket, OpenTunnelInput } from "./tunnels.ts";
import type {
  AddUserGroupInput,
  ApiUserGroup,
  EditUserGroupBody,
  ListUserGroupsInput,
  MemberBody,
  MemberInput,
  UserGroupInput,
} from "./user_groups.ts";
import type {
  AddUserInput,
  ApiUser,
  ApiUserSessions,
  EditUserBody,
  ListUsersInput,
  SetPasswordBody,
  UserInput,
} from "./users.ts";

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
}

/** The caller's own account, and the server. */
export interface AccountRoutes {
  "GET /me": RouteTypes<Nothing, ApiMe>;
  "PUT /me/password": RouteTypes<ChangePasswordInput, void>;
  "GET /me/login-tokens": List<Nothing, ApiLoginToken>;
  "POST /me/login-tokens": RouteTypes<AddLoginTokenInput, ApiNewLoginToken>;
  "DELETE /me/login-tokens/:tokenUser": RouteTypes<LoginTokenInput, void>;
  "GET /server": RouteTypes<Nothing, ApiServer>;
}

/** Devices. */
export interface DeviceRoutes {
  "GET /devices": List<ListDevicesInput, ApiDevice>;
  "POST /devices/local": RouteTypes<AddLocalDeviceInput, ApiDevice>;
  "POST /devices/amt": RouteTypes<AddAmtDeviceInput, ApiDevice>;
  "GET /devices/:id": RouteTypes<DeviceInput, ApiDeviceDetails>;
  "PATCH /devices/:id": RouteTypes<DeviceInput & EditDeviceBody, ApiDevice>;
  "DELETE /devices/:id": RouteTypes<DeviceInput, void>;
  "POST /devices/:id/move": RouteTypes<DeviceInput & MoveDeviceBody, void>;
  "POST /devices/:id/users": RouteTypes<DeviceInput & DeviceUserBody, DeviceUserBody>;
  "DELETE /devices/:id/users/:userid": RouteTypes<DeviceUserInput, void>;
}

/** What is done on devices. */
export interface DeviceActionRoutes {
  "POST /devices/:id/commands": RouteTypes<DeviceInput & RunCommandBody, ApiCommandResult>;
  "POST /devices/:id/console": RouteTypes<DeviceInput & ConsoleBody, ApiConsoleAnswer>;
  "POST /devices/:id/power": RouteTypes<DeviceInput & PowerBody, ApiOperation>;
  "POST /devices/:id/message": RouteTypes<DeviceInput & MessageBody, ApiOperation>;
  "POST /devices/:id/toast": RouteTypes<DeviceInput & ToastBody, ApiOperation>;
  "POST /devices/:id/open-url": RouteTypes<DeviceInput & OpenUrlBody, ApiOperation>;
  "GET /operations/:id": RouteTypes<OperationInput, ApiOperation>;
  "GET /devices/:id/clipboard": RouteTypes<DeviceInput, TextBody>;
  "PUT /devices/:id/clipboard": RouteTypes<DeviceInput & TextBody, void>;
  "GET /devices/:id/notes": RouteTypes<DeviceInput, TextBody>;
  "PUT /devices/:id/notes": RouteTypes<DeviceInput & TextBody, void>;
  "GET /devices/:id/shares": List<DeviceInput, ApiShare>;
  "POST /devices/:id/shares": RouteTypes<DeviceInput & AddShareBody, ApiShare>;
  "DELETE /devices/:id/shares/:publicId": RouteTypes<ShareInput, void>;
  "POST /devices/:id/web-relay": RouteTypes<DeviceInput & WebRelayBody, ApiLink>;
  "POST /devices/:id/tunnel": RouteTypes<OpenTunnelInput, ApiTunnelTicket>;
}

/** Files of devices. */
export interface FileRoutes {
  "GET /devices/:id/files": List<ListFilesInput, ApiFile>;
  "DELETE /devices/:id/files": RouteTypes<RemoveFileInput, void>;
  "POST /devices/:id/files/folders": RouteTypes<DeviceInput & FilePath, void>;
  "POST /devices/:id/files/rename": RouteTypes<RenameFileInput, void>;
}

/** Accounts. */
export interface UserRoutes {
  "GET /users": List<ListUsersInput, ApiUser>;
  "POST /users": RouteTypes<AddUserInput, ApiUser>;
  "GET /users/:userid": RouteTypes<UserInput, ApiUser>;
  "PATCH /users/:userid": RouteTypes<UserInput & EditUserBody, ApiUser>;
  "PUT /users/:userid/password": RouteTypes<UserInput & SetPasswordBody, void>;
  "DELETE /users/:userid": RouteTypes<UserInput, void>;
  "GET /sessions": List<Nothing, ApiUserSessions>;
}

/** User groups. */
export interface UserGroupRoutes {
  "GET /user-groups": List<ListUserGroupsInput, ApiUserGroup>;
  "POST /user-groups": RouteTypes<AddUserGroupInput, ApiUserGroup>;
  "GET /user-groups/:id": RouteTypes<UserGroupInput, ApiUserGroup>;
  "PATCH /user-groups/:id": RouteTypes<UserGroupInput & EditUserGroupBody, ApiUserGroup>;
  "DELETE /user-groups/:id": RouteTypes<UserGroupInput, void>;
  "POST /user-groups/:id/members": RouteTypes<UserGroupInput & MemberBody, ApiUserGroup>;
  "DELETE /user-groups/:id/members": RouteTypes<UserGroupInput, void>;
  "DELETE /user-groups/:id/members/:memberId": RouteTypes<MemberInput, void>;
}

/** Device groups. */
export interface DeviceGroupRoutes {
  "GET /device-groups": List<ListDeviceGroupsInput, ApiDeviceGroup>;
  "POST /device-groups": RouteTypes<AddDeviceGroupInput, ApiDeviceGroup>;
  "GET /device-groups/:groupId": RouteTypes<DeviceGroupInput, ApiDeviceGroup>;
  "PATCH /device-groups/:groupId": RouteTypes<
    DeviceGroupInput & EditDeviceGroupBody,
    ApiDeviceGroup
  >;
  "DELETE /device-groups/:groupId": RouteTypes<RemoveDeviceGroupInput, void>;
  "GET /device-groups/:groupId/users": List<DeviceGroupInput, GroupUser>;
  "POST /device-groups/:groupId/users": RouteTypes<SetDeviceGroupUserInput, GroupUser>;
  "DELETE /device-groups/:groupId/users/:userid": RouteTypes<RemoveDeviceGroupUserInput, void>;
  "POST /device-groups/:groupId/message": RouteTypes<
    DeviceGroupInput & MessageBody,
    ApiGroupAnswer
  >;
  "POST /device-groups/:groupId/toast": RouteTypes<DeviceGroupInput & ToastBody, ApiGroupAnswer>;
  "GET /device-groups/:groupId/agent": RouteTypes<AgentInput, ApiLink>;
  "POST /device-groups/:groupId/invite-link": RouteTypes<
    DeviceGroupInput & InviteLinkBody,
    ApiLink
  >;
  "POST /device-groups/:groupId/invite-email": RouteTypes<
    DeviceGroupInput & InviteEmailBody,
    void
  >;
}

/** What happened, and what is said to everybody. */
export interface ServerLogRoutes {
  "GET /events": RouteTypes<ListEventsInput, readonly ApiLogEntry[]>;
  "POST /broadcast": RouteTypes<BroadcastBody, void>;
  "GET /reports/:type": RouteTypes<ReportInput, ApiReport>;
}

/** Every route. */
export interface ApiRoutes
  extends
    AuthRoutes,
    AccountRoutes,
    DeviceRoutes,
    DeviceActionRoutes,
    FileRoutes,
    UserRoutes,
    UserGroupRoutes,
    DeviceGroupRoutes,
    ServerLogRoutes {}
