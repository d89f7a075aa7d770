/**
 * A REST API over MeshCentral, as a Fetch handler; and each of its operations as a function.
 *
 * @module
 */
export { createApi } from "./create_api.ts";
export type { Api, ApiOptions, ConnectionInfo } from "./options.ts";
export { ApiConfigError } from "./config_error.ts";
export { ApiError } from "./errors.ts";
export type { ApiErrorCode, ApiErrorOptions, InvalidField } from "./errors.ts";
export type { Caller, Credentials, Scope } from "./caller.ts";
export type { Backend, BackendLogin, BackendSession, Operator } from "./backend.ts";
export { ControlBackend } from "./control_backend.ts";
export type { ControlBackendOptions } from "./control_backend.ts";
export type { OperationContext } from "./operation.ts";
export { memoryStore } from "./memory_store.ts";
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
