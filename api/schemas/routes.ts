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
  ApiCommandResult,
  ApiConsoleAnswer,
  ApiLink,
  ConsoleBody,
  MessageBody,
  OpenUrlBody,
  PowerBody,
  RunCommandBody,
  TextBody,
  ToastBody,
  WebRelayBody,
} from "./device_actions.ts";
import type {
  AddAmtDeviceInput,
  AddLocalDeviceInput,
  DeviceUserBody,
  DeviceUserInput,
  EditDeviceBody,
  MoveDeviceBody,
} from "./device_changes.ts";
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

/** The same of a route that answers with a list, of which a part can be asked for. */
export type ListRoute<Input extends object, Item> = RouteTypes<Input & PageInput, readonly Item[]>;

/** Logging in and out. */
export interface AuthRoutes {
  /** Log in: credentials of MeshCentral for a token. */
  "POST /mobile-auth": RouteTypes<LogInInput, ApiSession>;
  /** Another token for the same session, up to twelve hours after the login. */
  "POST /auth/renew": RouteTypes<Nothing, ApiSession>;
  /** End the session, with every token of it. */
  "POST /auth/logout": RouteTypes<Nothing, void>;
}

/** The caller's own account, and the server. */
export interface AccountRoutes {
  /** Who is logged in. */
  "GET /me": RouteTypes<Nothing, ApiMe>;
  /** Change the password of this account. */
  "PUT /me/password": RouteTypes<ChangePasswordInput, void>;
  /** The login tokens of this account. */
  "GET /me/login-tokens": ListRoute<Nothing, ApiLoginToken>;
  /** Make a login token for a program. */
  "POST /me/login-tokens": RouteTypes<AddLoginTokenInput, ApiNewLoginToken>;
  /** Remove a login token. */
  "DELETE /me/login-tokens/:tokenUser": RouteTypes<LoginTokenInput, void>;
  /** The MeshCentral behind the API. */
  "GET /server": RouteTypes<Nothing, ApiServer>;
}

/** Devices. */
export interface DeviceRoutes {
  /** The devices that the account can see. */
  "GET /devices": ListRoute<ListDevicesInput, ApiDevice>;
  /** Add a device without an agent. */
  "POST /devices/local": RouteTypes<AddLocalDeviceInput, ApiDevice>;
  /** Add a device with Intel AMT. */
  "POST /devices/amt": RouteTypes<AddAmtDeviceInput, ApiDevice>;
  /** One device, with what it reported about itself. */
  "GET /devices/:id": RouteTypes<DeviceInput, ApiDeviceDetails>;
  /** Change what operators say of a device. */
  "PATCH /devices/:id": RouteTypes<DeviceInput & EditDeviceBody, ApiDevice>;
  /** Remove a device; one that is connected comes back when it connects again. */
  "DELETE /devices/:id": RouteTypes<DeviceInput, void>;
  /** Move a device into another group. */
  "POST /devices/:id/move": RouteTypes<DeviceInput & MoveDeviceBody, void>;
  /** Give a user rights on one device. */
  "POST /devices/:id/users": RouteTypes<DeviceInput & DeviceUserBody, DeviceUserBody>;
  /** Take the rights on one device from a user. */
  "DELETE /devices/:id/users/:userid": RouteTypes<DeviceUserInput, void>;
}

/** What is done on devices. */
export interface DeviceActionRoutes {
  /** Run a command on a device. */
  "POST /devices/:id/commands": RouteTypes<DeviceInput & RunCommandBody, ApiCommandResult>;
  /** Send a line to the console of an agent. */
  "POST /devices/:id/console": RouteTypes<DeviceInput & ConsoleBody, ApiConsoleAnswer>;
  /** Wake, sleep, restart or switch off a device. */
  "POST /devices/:id/power": RouteTypes<DeviceInput & PowerBody, ApiOperation>;
  /** Show a message box on a device. */
  "POST /devices/:id/message": RouteTypes<DeviceInput & MessageBody, ApiOperation>;
  /** Show a short notice on a device. */
  "POST /devices/:id/toast": RouteTypes<DeviceInput & ToastBody, ApiOperation>;
  /** Open a page in the browser of a device. */
  "POST /devices/:id/open-url": RouteTypes<DeviceInput & OpenUrlBody, ApiOperation>;
  /** What came of an operation. */
  "GET /operations/:id": RouteTypes<OperationInput, ApiOperation>;
  /** What is in the clipboard of a device. */
  "GET /devices/:id/clipboard": RouteTypes<DeviceInput, TextBody>;
  /** Put a text into the clipboard of a device. */
  "PUT /devices/:id/clipboard": RouteTypes<DeviceInput & TextBody, void>;
  /** What operators noted about a device. */
  "GET /devices/:id/notes": RouteTypes<DeviceInput, TextBody>;
  /** Note something about a device. */
  "PUT /devices/:id/notes": RouteTypes<DeviceInput & TextBody, void>;
  /** The sharing links of a device. */
  "GET /devices/:id/shares": ListRoute<DeviceInput, ApiShare>;
  /** Make a link with which a guest reaches a device. */
  "POST /devices/:id/shares": RouteTypes<DeviceInput & AddShareBody, ApiShare>;
  /** End a sharing link. */
  "DELETE /devices/:id/shares/:publicId": RouteTypes<ShareInput, void>;
  /** Reach a port of a device with a browser. */
  "POST /devices/:id/web-relay": RouteTypes<DeviceInput & WebRelayBody, ApiLink>;
  /** A ticket for a terminal, desktop or files tunnel. */
  "POST /devices/:id/tunnel": RouteTypes<OpenTunnelInput, ApiTunnelTicket>;
}

/** Files of devices. */
export interface FileRoutes {
  /** What is in a folder of a device. */
  "GET /devices/:id/files": ListRoute<ListFilesInput, ApiFile>;
  /** Remove a file, or with `recursive` a folder with what is in it. */
  "DELETE /devices/:id/files": RouteTypes<RemoveFileInput, void>;
  /** Make a folder. */
  "POST /devices/:id/files/folders": RouteTypes<DeviceInput & FilePath, void>;
  /** Give a file or folder another name. */
  "POST /devices/:id/files/rename": RouteTypes<RenameFileInput, void>;
}

/** Accounts. */
export interface UserRoutes {
  /** The accounts of the domain. */
  "GET /users": ListRoute<ListUsersInput, ApiUser>;
  /** Make an account. */
  "POST /users": RouteTypes<AddUserInput, ApiUser>;
  /** One account. */
  "GET /users/:userid": RouteTypes<UserInput, ApiUser>;
  /** Change an account. */
  "PATCH /users/:userid": RouteTypes<UserInput & EditUserBody, ApiUser>;
  /** Give an account another password. */
  "PUT /users/:userid/password": RouteTypes<UserInput & SetPasswordBody, void>;
  /** Remove an account, with its rights, tokens and files. */
  "DELETE /users/:userid": RouteTypes<UserInput, void>;
  /** How many sessions each account has. */
  "GET /sessions": ListRoute<Nothing, ApiUserSessions>;
}

/** User groups. */
export interface UserGroupRoutes {
  /** The user groups of the domain. */
  "GET /user-groups": ListRoute<ListUserGroupsInput, ApiUserGroup>;
  /** Make a user group. */
  "POST /user-groups": RouteTypes<AddUserGroupInput, ApiUserGroup>;
  /** One user group. */
  "GET /user-groups/:id": RouteTypes<UserGroupInput, ApiUserGroup>;
  /** Change a user group. */
  "PATCH /user-groups/:id": RouteTypes<UserGroupInput & EditUserGroupBody, ApiUserGroup>;
  /** Remove a user group; its users stay. */
  "DELETE /user-groups/:id": RouteTypes<UserGroupInput, void>;
  /** Add a user, or give the group rights on a device group or device. */
  "POST /user-groups/:id/members": RouteTypes<UserGroupInput & MemberBody, ApiUserGroup>;
  /** Take every user out of a group. */
  "DELETE /user-groups/:id/members": RouteTypes<UserGroupInput, void>;
  /** Take a user out of a group, or its rights on a device group or device away. */
  "DELETE /user-groups/:id/members/:memberId": RouteTypes<MemberInput, void>;
}

/** Device groups. */
export interface DeviceGroupRoutes {
  /** The device groups that the account is linked to. */
  "GET /device-groups": ListRoute<ListDeviceGroupsInput, ApiDeviceGroup>;
  /** Make a device group for agents. */
  "POST /device-groups": RouteTypes<AddDeviceGroupInput, ApiDeviceGroup>;
  /** One device group. */
  "GET /device-groups/:groupId": RouteTypes<DeviceGroupInput, ApiDeviceGroup>;
  /** Change a device group. */
  "PATCH /device-groups/:groupId": RouteTypes<
    DeviceGroupInput & EditDeviceGroupBody,
    ApiDeviceGroup
  >;
  /** Remove a device group. */
  "DELETE /device-groups/:groupId": RouteTypes<RemoveDeviceGroupInput, void>;
  /** Who has rights on a device group. */
  "GET /device-groups/:groupId/users": ListRoute<DeviceGroupInput, GroupUser>;
  /** Give a user rights on a device group, instead of those it had. */
  "POST /device-groups/:groupId/users": RouteTypes<SetDeviceGroupUserInput, GroupUser>;
  /** Take all rights on a device group from a user. */
  "DELETE /device-groups/:groupId/users/:userid": RouteTypes<RemoveDeviceGroupUserInput, void>;
  /** Show a message box on every connected device of a group. */
  "POST /device-groups/:groupId/message": RouteTypes<
    DeviceGroupInput & MessageBody,
    ApiGroupAnswer
  >;
  /** Show a short notice on every connected device of a group. */
  "POST /device-groups/:groupId/toast": RouteTypes<DeviceGroupInput & ToastBody, ApiGroupAnswer>;
  /** Where the agent of a group is downloaded. */
  "GET /device-groups/:groupId/agent": RouteTypes<AgentInput, ApiLink>;
  /** An address from which an agent of a group is had. */
  "POST /device-groups/:groupId/invite-link": RouteTypes<
    DeviceGroupInput & InviteLinkBody,
    ApiLink
  >;
  /** Invite somebody by e-mail to install an agent. */
  "POST /device-groups/:groupId/invite-email": RouteTypes<
    DeviceGroupInput & InviteEmailBody,
    void
  >;
}

/** What happened, and what is said to everybody. */
export interface ServerLogRoutes {
  /** What happened earlier. */
  "GET /events": RouteTypes<ListEventsInput, readonly ApiLogEntry[]>;
  /** A text on the page of everybody who is logged in. */
  "POST /broadcast": RouteTypes<BroadcastBody, void>;
  /** A report of MeshCentral. */
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
