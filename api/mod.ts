/**
 * A REST API over MeshCentral, as a Fetch handler; and each of its operations as a function.
 *
 * @module
 */
export { createApi } from "./create_api.ts";
export type {
  Api,
  ApiOptions,
  ConnectionInfo,
  RequestMeasure,
  WebSocketUpgrade,
} from "./options.ts";
export { ApiConfigError } from "./config_error.ts";
export { ApiError } from "./errors.ts";
export type { ApiErrorCode, ApiErrorOptions, InvalidField } from "./errors.ts";
export type { Caller, Credentials, Scope } from "./caller.ts";
export type {
  Backend,
  BackendLogin,
  BackendSession,
  DeviceTunnel,
  Feed,
  Operator,
} from "./backend.ts";
export type { ControlOptions, TokenMethod, WebSocketFactory } from "../control/mod.ts";
export type { LoggedEvent } from "./events/event_log.ts";
export { EventLog } from "./events/event_log.ts";
export { followEvents } from "./handlers/follow_events.ts";
export type { FollowEventsOptions, StreamItem } from "./handlers/follow_events.ts";
export { makeTunnelTicket } from "./handlers/tunnels.ts";
export type { TicketContext } from "./handlers/tunnels.ts";
export type { ApiTunnelTicket, OpenTunnelInput, TunnelProtocol } from "./schemas/tunnels.ts";
export type { ApiEvent, ApiEventDevice, ApiEventType } from "./schemas/events.ts";
export { ControlBackend } from "./control_backend.ts";
export type { ControlBackendOptions } from "./control_backend.ts";
export type { OperationContext } from "./operation.ts";
export { memoryStore } from "./memory_store.ts";
export { redisStore } from "./redis_store.ts";
export type { RedisLike } from "./redis_store.ts";
export type { ApiStore } from "./store.ts";
export { getDevice, listDevices, removeDevice } from "./handlers/devices.ts";
export { addUser, listUsers, removeUser } from "./handlers/users.ts";
export {
  addDeviceGroup,
  getDeviceGroup,
  listDeviceGroups,
  listDeviceGroupUsers,
  removeDeviceGroup,
  removeDeviceGroupUser,
  setDeviceGroupUser,
} from "./handlers/device_groups.ts";
export { getMe } from "./handlers/auth.ts";
export type {
  ApiDevice,
  ApiDeviceDetails,
  DeviceInput,
  ListDevicesInput,
} from "./schemas/devices.ts";
export type { AddUserInput, ApiUser, ListUsersInput, UserInput } from "./schemas/users.ts";
export type {
  AddDeviceGroupInput,
  ApiDeviceGroup,
  DeviceGroupInput,
  GroupUser,
  ListDeviceGroupsInput,
  RemoveDeviceGroupInput,
  RemoveDeviceGroupUserInput,
  SetDeviceGroupUserInput,
} from "./schemas/device_groups.ts";
export type { ApiAccount, ApiMe, ApiSession, LogInInput } from "./schemas/auth.ts";
