/**
 * A client for MeshCentral's operator channel, for browsers, Node and Deno.
 *
 * @module
 */
export type { AccountMethods } from "./account_methods.ts";
export type { AgentDownloadOptions } from "./agent_download.ts";
export type { BackOffOptions } from "./back_off.ts";
export type { BroadcastOptions } from "./broadcast.ts";
export type { ConsoleCommandOptions } from "./console_command.ts";
export { ControlClient } from "./control_client.ts";
export type { DeviceCookieOptions, TunnelCookies } from "./cookies.ts";
export type { AddAmtDeviceOptions, AddLocalDeviceOptions } from "./device_add.ts";
export type { DeviceNetworkInfo } from "./device_details.ts";
export type { EditDeviceOptions } from "./device_edit.ts";
export type { DeviceMethods } from "./device_methods.ts";
export type { EditDeviceGroupOptions } from "./device_group_edit.ts";
export type { AddDeviceGroupOptions, DeviceGroup } from "./device_groups.ts";
export type { DeviceDetailsOptions, LastConnection, PowerState } from "./device_history.ts";
export type { MessageOptions, ToastOptions } from "./device_messages.ts";
export type { PowerOperation } from "./device_power.ts";
export type { AddDeviceShareOptions, DeviceShare, ShareTime, ShareType } from "./device_shares.ts";
export type { Device, DeviceAgent, DevicesOptions } from "./devices.ts";
export type { DeviceOutcome } from "./each.ts";
export { ControlError } from "./errors.ts";
export type { ControlErrorCode, ControlErrorOptions, TokenMethod } from "./errors.ts";
export type { EventKind, ListEventsOptions } from "./event_log.ts";
export type {
  InstallMode,
  InviteEmailOptions,
  InviteLink,
  InviteLinkOptions,
} from "./invitations.ts";
export type { AddLoginTokenOptions, LoginToken, NewLoginToken } from "./login_tokens.ts";
export { ReconnectingControlClient } from "./reconnecting_client.ts";
export type { ReconnectedEvent, ReconnectingOptions } from "./reconnecting_client.ts";
export type { Report, ReportOptions } from "./reports.ts";
export type { CommandOutcome, RunCommandOptions } from "./run_command.ts";
export { DeviceShell } from "./shell.ts";
export type { ShellOptions } from "./shell.ts";
export { Tunnel } from "./tunnel.ts";
export type { OpenTunnelOptions, TunnelUse } from "./tunnel.ts";
export type { Frame, TunnelMessage } from "./tunnel_socket.ts";
export type { EditUserOptions, SetUserPasswordOptions } from "./user_edit.ts";
export type { AddUserGroupOptions, EditUserGroupOptions, UserGroup } from "./user_groups.ts";
export type { AddUserOptions, User } from "./users.ts";
export type { WebRelayOptions } from "./web_relay.ts";
export type {
  CallOptions,
  ControlMessage,
  ControlOptions,
  EventsOptions,
  RequestOptions,
  ServerEvent,
  ServerInfo,
  UserInfo,
} from "./types.ts";
export type {
  WebSocketEventMap,
  WebSocketFactory,
  WebSocketLike,
  WebSocketRequest,
} from "../transport/websocket_like.ts";
export type { ByteSource } from "../protocol/to_bytes.ts";
