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
export type { OpenLimits } from "./open_limits.ts";
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
  OperatorMethod,
} from "./backend.ts";
export { READS, WRITES } from "./backend.ts";
export { partialOperator } from "./partial_operator.ts";
export { ControlBackend } from "./control_backend.ts";
export type { ControlBackendOptions } from "./control_backend.ts";
export { memoryStore } from "./stores/memory_store.ts";
export { redisStore } from "./stores/redis_store.ts";
export type { RedisLike } from "./stores/redis_store.ts";
export type { ApiStore } from "./stores/store.ts";
export { EventLog } from "./events/event_log.ts";
export type { LoggedEvent } from "./events/event_log.ts";
export type { OperationContext } from "./operation.ts";
export { LoginLimiter } from "./login_limiter.ts";
export { Tokens } from "./tokens.ts";
export type { IssuedToken, TokenContent, TokenOptions } from "./tokens.ts";
export type { AuthContext } from "./handlers/auth.ts";
export type { FollowEventsOptions, StreamItem } from "./handlers/follow_events.ts";
export type { KeptOperation, TrackedContext } from "./handlers/operations.ts";
export type { TicketContext } from "./handlers/tunnels.ts";
export type { WebRelayContext } from "./handlers/device_actions.ts";
export {
  addMyLoginToken,
  changeMyPassword,
  getServer,
  listMyLoginTokens,
  removeMyLoginToken,
} from "./handlers/account.ts";
export { getMe, logIn, logOut, renew } from "./handlers/auth.ts";
export {
  addAmtDevice,
  addLocalDevice,
  editDevice,
  getClipboard,
  getNotes,
  messageDevice,
  moveDevice,
  openUrlOnDevice,
  openWebRelay,
  powerDevice,
  removeDeviceUser,
  runCommand,
  runConsoleCommand,
  setClipboard,
  setDeviceUser,
  setNotes,
  toastDevice,
} from "./handlers/device_actions.ts";
export {
  getAgentLink,
  makeInviteLink,
  messageDeviceGroup,
  sendInviteEmail,
  toastDeviceGroup,
} from "./handlers/device_group_actions.ts";
export {
  addDeviceGroup,
  editDeviceGroup,
  getDeviceGroup,
  listDeviceGroups,
  listDeviceGroupUsers,
  removeDeviceGroup,
  removeDeviceGroupUser,
  setDeviceGroupUser,
} from "./handlers/device_groups.ts";
export { getDevice, listDevices, removeDevice } from "./handlers/devices.ts";
export {
  downloadFile,
  listFiles,
  makeFolder,
  removeFile,
  renameFile,
  uploadFile,
} from "./handlers/files.ts";
export { followEvents } from "./handlers/follow_events.ts";
export type { ApiDownload } from "./handlers/files.ts";
export { getOperation } from "./handlers/operations.ts";
export { broadcast, listEvents, makeReport } from "./handlers/server_log.ts";
export { addShare, listShares, removeShare } from "./handlers/shares.ts";
export { makeTunnelTicket } from "./handlers/tunnels.ts";
export {
  addUserGroup,
  addUserGroupMember,
  editUserGroup,
  getUserGroup,
  listUserGroups,
  removeUserGroup,
  removeUserGroupMember,
  removeUserGroupMembers,
} from "./handlers/user_groups.ts";
export {
  addUser,
  editUser,
  getUser,
  listSessions,
  listUsers,
  removeUser,
  setUserPassword,
} from "./handlers/users.ts";
export type {
  AddLoginTokenInput,
  ApiLoginToken,
  ApiNewLoginToken,
  ApiServer,
  ChangePasswordInput,
  LoginTokenInput,
} from "./schemas/account.ts";
export type { ApiAccount, ApiMe, ApiSession, LogInInput } from "./schemas/auth.ts";
export type { PageInput } from "./schemas/common.ts";
export type {
  ApiCommandResult,
  ApiConsoleAnswer,
  ApiLink,
  ConsoleBody,
  MessageBody,
  OpenUrlBody,
  PowerBody,
  PowerOperation,
  RunCommandBody,
  TextBody,
  ToastBody,
  WebRelayBody,
} from "./schemas/device_actions.ts";
export type {
  AddAmtDeviceInput,
  AddLocalDeviceInput,
  DeviceUserBody,
  DeviceUserInput,
  EditDeviceBody,
  MoveDeviceBody,
} from "./schemas/device_changes.ts";
export type {
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
} from "./schemas/device_groups.ts";
export type {
  ApiDevice,
  ApiDeviceDetails,
  DeviceInput,
  ListDevicesInput,
} from "./schemas/devices.ts";
export type {
  ApiEvent,
  ApiEventDevice,
  ApiEventType,
  ApiLogEntry,
  ListEventsInput,
} from "./schemas/events.ts";
export type {
  ApiFile,
  FilePath,
  ListFilesInput,
  RemoveFileInput,
  RenameFileInput,
} from "./schemas/files.ts";
export type {
  ApiOperation,
  OperationInput,
  OperationKind,
  OperationStatus,
} from "./schemas/operations.ts";
export type { ApiReport, BroadcastBody, ReportInput } from "./schemas/reports.ts";
export type { AddShareBody, ApiShare, ShareInput, ShareType } from "./schemas/shares.ts";
export type { ApiTunnelTicket, OpenTunnelInput, TunnelProtocol } from "./schemas/tunnels.ts";
export type {
  AddUserGroupInput,
  ApiUserGroup,
  EditUserGroupBody,
  ListUserGroupsInput,
  MemberBody,
  MemberInput,
  UserGroupInput,
} from "./schemas/user_groups.ts";
export type {
  AddUserInput,
  ApiUser,
  ApiUserSessions,
  EditUserBody,
  ListUsersInput,
  SetPasswordBody,
  UserInput,
} from "./schemas/users.ts";
