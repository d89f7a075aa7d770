/**
 * A client for MeshCentral's operator channel, for browsers, Node and Deno.
 *
 * @module
 */
export { ControlClient } from "./control_client.ts";
export type { DeviceNetworkInfo } from "./device_details.ts";
export type { AddDeviceGroupOptions, DeviceGroup } from "./device_groups.ts";
export type { Device, DeviceAgent, DevicesOptions } from "./devices.ts";
export { ControlError } from "./errors.ts";
export type { ControlErrorCode, ControlErrorOptions, TokenMethod } from "./errors.ts";
export type { AddLoginTokenOptions, LoginToken, NewLoginToken } from "./login_tokens.ts";
export type { AddUserOptions, User } from "./users.ts";
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
