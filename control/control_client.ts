import { type AgentDownloadOptions, agentDownloadUrl } from "./agent_download.ts";
import { broadcast, type BroadcastOptions } from "./broadcast.ts";
import { getClipboard, setClipboard } from "./clipboard.ts";
import { consoleCommand, type ConsoleCommandOptions } from "./console_command.ts";
import {
  type DeviceCookieOptions,
  getDeviceCookie,
  getLoginCookie,
  getTunnelCookies,
  type TunnelCookies,
} from "./cookies.ts";
import {
  addAmtDevice,
  type AddAmtDeviceOptions,
  addLocalDevice,
  type AddLocalDeviceOptions,
} from "./device_add.ts";
import { type DeviceNetworkInfo, getNetworkInfo, getSystemInfo } from "./device_details.ts";
import { editDevice, type EditDeviceOptions, moveDevices } from "./device_edit.ts";
import { editDeviceGroup, type EditDeviceGroupOptions } from "./device_group_edit.ts";
import { removeDeviceGroupUser, setDeviceGroupUser } from "./device_group_users.ts";
import {
  addDeviceGroup,
  type AddDeviceGroupOptions,
  type DeviceGroup,
  listDeviceGroups,
  removeDeviceGroup,
} from "./device_groups.ts";
import {
  type DeviceDetailsOptions,
  getDeviceDetails,
  getDeviceDetailsCsv,
  getLastConnection,
  getLastConnections,
  getPowerTimeline,
  type LastConnection,
  type PowerState,
} from "./device_history.ts";
import {
  messageDevice,
  type MessageOptions,
  openUrlOnDevice,
  toastDevices,
  type ToastOptions,
} from "./device_messages.ts";
import { powerDevices, type PowerOperation, wakeDevices } from "./device_power.ts";
import {
  addDeviceShare,
  type AddDeviceShareOptions,
  type DeviceShare,
  listDeviceShares,
  removeDeviceShare,
} from "./device_shares.ts";
import { removeDeviceUser, setDeviceUser } from "./device_users.ts";
import { type Device, type DevicesOptions, getDevice, listDevices } from "./devices.ts";
import type { DeviceOutcome } from "./each.ts";
import type { ControlError } from "./errors.ts";
import { listEvents, type ListEventsOptions } from "./event_log.ts";
import {
  createInviteLink,
  type InviteEmailOptions,
  type InviteLink,
  type InviteLinkOptions,
  sendInviteEmail,
} from "./invitations.ts";
import {
  addLoginToken,
  type AddLoginTokenOptions,
  listLoginTokens,
  type LoginToken,
  type NewLoginToken,
  removeLoginTokens,
} from "./login_tokens.ts";
import { getNotes, setNotes } from "./notes.ts";
import { removeDevices } from "./remove_devices.ts";
import { getReport, type Report, type ReportOptions } from "./reports.ts";
import { type CommandOutcome, runCommand, type RunCommandOptions } from "./run_command.ts";
import {
  getServerErrors,
  getServerStats,
  getServerVersions,
  getSessions,
  getTrafficStats,
  serverConsole,
} from "./server.ts";
import { Session } from "./session.ts";
import { openShell, type Shell, type ShellOptions } from "./shell.ts";
import { type OpenTunnelOptions, Tunnel } from "./tunnel.ts";
import type {
  CallOptions,
  ControlMessage,
  ControlOptions,
  EventsOptions,
  RequestOptions,
  ServerEvent,
  ServerInfo,
  UserInfo,
} from "./types.ts";
import {
  changeOwnPassword,
  editUser,
  type EditUserOptions,
  setUserPassword,
  type SetUserPasswordOptions,
} from "./user_edit.ts";
import {
  addUserGroupMembers,
  removeAllUserGroupMembers,
  removeUserGroupMember,
} from "./user_group_members.ts";
import {
  addUserGroup,
  type AddUserGroupOptions,
  editUserGroup,
  type EditUserGroupOptions,
  listUserGroups,
  removeUserGroup,
  type UserGroup,
} from "./user_groups.ts";
import { addUser, type AddUserOptions, listUsers, removeUser, type User } from "./users.ts";
import { getWebRelayUrl, type WebRelayOptions } from "./web_relay.ts";

/**
 * A logged-in operator: typed requests over MeshCentral's `/control.ashx`, and the server's events.
 *
 * Every method rejects with a {@linkcode ControlError}, or with the reason of the `signal` it was
 * given. Where an id is asked for, the full form (`node//…`) and its last part alone will do.
 *
 * @example List the devices, and watch them come and go
 * ```ts ignore
 * import { ControlClient } from "@cs/meshcentral/control";
 *
 * await using client = await ControlClient.connect({
 *   url: "wss://mesh.example.com",
 *   username: "admin",
 *   password: "…",
 * });
 * for (const { name, online } of await client.devices()) console.log(name, online);
 * for await (const event of client.events()) {
 *   if (event.action === "nodeconnect") console.log(event.nodeid, event.conn);
 * }
 * ```
 */
export class ControlClient {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  /** Connects and logs in. */
  static async connect(options: ControlOptions): Promise<ControlClient> {
    return new ControlClient(await Session.open(options));
  }

  /** What the server said about itself at login: what agents need to know it by, among others. */
  get serverInfo(): ServerInfo {
    return this.#session.serverInfo;
  }

  /** What the server said about the account at login. */
  get userInfo(): UserInfo {
    return this.#session.userInfo;
  }

  /** Resolves when the connection has ended, by whichever side, with why; never rejects. */
  get closed(): Promise<ControlError> {
    return this.#session.closed;
  }

  /**
   * Sends any request, and resolves with the server's answer as it is: look at its `result`.
   *
   * @example
   * ```ts ignore
   * const { users } = await client.request({ action: "users" });
   * ```
   */
  request(message: ControlMessage, options?: RequestOptions): Promise<ControlMessage> {
    return this.#session.request(message, options);
  }

  /** Every device this account can see. */
  devices(options?: DevicesOptions): Promise<readonly Device[]> {
    return listDevices(this.#session, options);
  }

  /** One device; rejects with `not-found` when there is none that this account can see. */
  device(id: string, options?: CallOptions): Promise<Device> {
    return getDevice(this.#session, id, options);
  }

  /** Removes devices. One that is connected comes back when its agent connects the next time. */
  removeDevices(ids: readonly string[], options?: CallOptions): Promise<void> {
    return removeDevices(this.#session, ids, options);
  }

  /**
   * What a device reported about its hardware and operating system; undefined when it never did,
   * does not exist, or this account lacks the right to device details: the server says the same.
   */
  deviceSystemInfo(
    id: string,
    options?: CallOptions,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    return getSystemInfo(this.#session, id, options);
  }

  /** What a device reported about its network; undefined in the same cases. */
  deviceNetworkInfo(id: string, options?: CallOptions): Promise<DeviceNetworkInfo | undefined> {
    return getNetworkInfo(this.#session, id, options);
  }

  /** Changes the name, description, tags, icon or consent of a device, and returns it as it is then. */
  editDevice(id: string, options: EditDeviceOptions): Promise<Device> {
    return editDevice(this.#session, id, options);
  }

  /** Moves devices to another device group of the same type. */
  moveDevices(
    ids: readonly string[],
    groupId: string,
    options?: CallOptions,
  ): Promise<readonly DeviceOutcome[]> {
    return moveDevices(this.#session, ids, groupId, options);
  }

  /** Adds a device without an agent to a group of type 3. */
  addLocalDevice(options: AddLocalDeviceOptions): Promise<Device> {
    return addLocalDevice(this.#session, options);
  }

  /** Adds a device that has Intel AMT only to a group of type 1. */
  addAmtDevice(options: AddAmtDeviceOptions): Promise<Device> {
    return addAmtDevice(this.#session, options);
  }

  /**
   * Gives a user, or a user group by its full id, rights on one device: a sum of bits without 1, 2
   * and 4, which exist on device groups only.
   */
  setDeviceUser(id: string, userId: string, rights: number, options?: CallOptions): Promise<void> {
    return setDeviceUser(this.#session, id, userId, rights, options);
  }

  /** Takes the rights on one device from a user or user group; those on its group stay. */
  removeDeviceUser(id: string, userId: string, options?: CallOptions): Promise<void> {
    return removeDeviceUser(this.#session, id, userId, options);
  }

  /** Sends wake-on-LAN packets to devices; whether they woke, their `nodeconnect` events tell. */
  wakeDevices(ids: readonly string[], options?: CallOptions): Promise<readonly DeviceOutcome[]> {
    return wakeDevices(this.#session, ids, options);
  }

  /**
   * Switches devices off and the like. The server says `ok` whatever happens, also without the right
   * to it; whether it was done, `nodeconnect` events tell.
   */
  powerDevices(
    ids: readonly string[],
    operation: PowerOperation,
    options?: CallOptions,
  ): Promise<readonly DeviceOutcome[]> {
    return powerDevices(this.#session, ids, operation, options);
  }

  /** Shows a passing notification on devices. */
  toastDevices(ids: readonly string[], options: ToastOptions): Promise<readonly DeviceOutcome[]> {
    return toastDevices(this.#session, ids, options);
  }

  /** Shows a message box on a device; done when its agent was told. */
  messageDevice(id: string, options: MessageOptions): Promise<void> {
    return messageDevice(this.#session, id, options);
  }

  /** Opens a web page on a device; done when its agent says so. */
  openUrlOnDevice(id: string, url: string, options?: CallOptions): Promise<void> {
    return openUrlOnDevice(this.#session, id, url, options);
  }

  /** The text on a device's clipboard; `timeout` when it is empty: an agent answers nothing then. */
  clipboard(id: string, options?: CallOptions): Promise<string> {
    return getClipboard(this.#session, id, options);
  }

  /** Puts text on a device's clipboard; done when its agent says so. */
  setClipboard(id: string, text: string, options?: CallOptions): Promise<void> {
    return setClipboard(this.#session, id, text, options);
  }

  /** The notes about a device, or by its full id about a device group or user; "" = none. */
  notes(id: string, options?: CallOptions): Promise<string> {
    return getNotes(this.#session, id, options);
  }

  /** Replaces such notes. */
  setNotes(id: string, notes: string, options?: CallOptions): Promise<void> {
    return setNotes(this.#session, id, notes, options);
  }

  /** Runs a command in the shell of devices, and returns what it wrote on each. */
  runCommand(
    ids: readonly string[],
    options: RunCommandOptions,
  ): Promise<readonly CommandOutcome[]> {
    return runCommand(this.#session, ids, options);
  }

  /** Sends a line to the console of a device's agent, and collects what it says. */
  consoleCommand(
    id: string,
    line: string,
    options?: ConsoleCommandOptions,
  ): Promise<readonly string[]> {
    return consoleCommand(this.#session, id, line, options);
  }

  /** The links by which guests control a device. */
  deviceShares(id: string, options?: CallOptions): Promise<readonly DeviceShare[]> {
    return listDeviceShares(this.#session, id, options);
  }

  /** Makes such a link. */
  addDeviceShare(id: string, options: AddDeviceShareOptions): Promise<DeviceShare> {
    return addDeviceShare(this.#session, id, options);
  }

  /** Removes such a link. */
  removeDeviceShare(id: string, shareId: string, options?: CallOptions): Promise<void> {
    return removeDeviceShare(this.#session, id, shareId, options);
  }

  /** Everything that the server knows of devices, hardware and network among it. */
  deviceDetails(
    options?: DeviceDetailsOptions,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return getDeviceDetails(this.#session, options);
  }

  /** The same as a CSV file. */
  deviceDetailsCsv(options?: DeviceDetailsOptions): Promise<string> {
    return getDeviceDetailsCsv(this.#session, options);
  }

  /** Since when a device was in which power state. */
  powerTimeline(id: string, options?: CallOptions): Promise<readonly PowerState[]> {
    return getPowerTimeline(this.#session, id, options);
  }

  /** When a device was connected last; undefined when it never was. */
  lastConnection(id: string, options?: CallOptions): Promise<LastConnection | undefined> {
    return getLastConnection(this.#session, id, options);
  }

  /** When each device was connected last, in milliseconds by its id. */
  lastConnections(options?: CallOptions): Promise<ReadonlyMap<string, number>> {
    return getLastConnections(this.#session, options);
  }

  /** Opens a tunnel to a device's terminal, desktop or files. */
  openTunnel(id: string, options: OpenTunnelOptions): Promise<Tunnel> {
    return Tunnel.open(this.#session, id, options);
  }

  /** Opens a terminal on a device. */
  openShell(id: string, options?: ShellOptions): Promise<Shell> {
    return openShell(this.#session, id, options);
  }

  /** A cookie for relaying a TCP port of a device; a secret. */
  deviceCookie(id: string, options?: DeviceCookieOptions): Promise<string> {
    return getDeviceCookie(this.#session, id, options);
  }

  /** A URL of a web server on a device; ends a server that has no `relayDNS`: see the option. */
  webRelayUrl(id: string, options: WebRelayOptions): Promise<string> {
    return getWebRelayUrl(this.#session, id, options);
  }

  /** Every device group this account is linked to; not even an administrator sees others. */
  deviceGroups(options?: CallOptions): Promise<readonly DeviceGroup[]> {
    return listDeviceGroups(this.#session, options);
  }

  /**
   * Makes a device group for agents. MeshCentral takes a name twice, and makes a second group: look
   * at {@linkcode ControlClient.deviceGroups} first.
   */
  addDeviceGroup(name: string, options?: AddDeviceGroupOptions): Promise<DeviceGroup> {
    return addDeviceGroup(this.#session, name, options);
  }

  /** Changes a device group, and returns it as it is then. */
  editDeviceGroup(id: string, options: EditDeviceGroupOptions): Promise<DeviceGroup> {
    return editDeviceGroup(this.#session, id, options);
  }

  /** Removes a device group and its devices. An agent of it that connects brings it back. */
  removeDeviceGroup(id: string, options?: CallOptions): Promise<void> {
    return removeDeviceGroup(this.#session, id, options);
  }

  /**
   * Gives a user these rights (a sum of bits; 4294967295 = all) on a device group, instead of those
   * that the user had on it. Rejects with `not-found` when there is no such user.
   */
  setDeviceGroupUser(
    groupId: string,
    userId: string,
    rights: number,
    options?: CallOptions,
  ): Promise<void> {
    return setDeviceGroupUser(this.#session, groupId, userId, rights, options);
  }

  /** Takes all rights on a device group from a user; `not-found` when there are none. */
  removeDeviceGroupUser(groupId: string, userId: string, options?: CallOptions): Promise<void> {
    return removeDeviceGroupUser(this.#session, groupId, userId, options);
  }

  /** Makes a link to a page from which the agent of a device group can be installed. */
  createInviteLink(groupId: string, options: InviteLinkOptions): Promise<InviteLink> {
    return createInviteLink(this.#session, groupId, options);
  }

  /** Sends such a link by e-mail; `rejected` where the server has no mail server. */
  sendInviteEmail(groupId: string, options: InviteEmailOptions): Promise<void> {
    return sendInviteEmail(this.#session, groupId, options);
  }

  /** Where the agent of a device group can be fetched. */
  agentDownloadUrl(groupId: string, options: AgentDownloadOptions): string {
    return agentDownloadUrl(this.#session, groupId, options);
  }

  /** Every account of the domain; needs the site right to manage users. */
  users(options?: CallOptions): Promise<readonly User[]> {
    return listUsers(this.#session, options);
  }

  /** Makes an account; `exists` when the name is taken, in whatever case. */
  addUser(options: AddUserOptions): Promise<User> {
    return addUser(this.#session, options);
  }

  /** Removes an account. Groups that only it was linked to are seen by nobody afterwards. */
  removeUser(id: string, options?: CallOptions): Promise<void> {
    return removeUser(this.#session, id, options);
  }

  /** Changes an account, and returns it as it is then. */
  editUser(id: string, options: EditUserOptions): Promise<User> {
    return editUser(this.#session, id, options);
  }

  /**
   * Gives an account another password. The server announces that it did, and keeps silent when it
   * did not: `timeout` then means that the password is against the rules of the domain.
   */
  setUserPassword(id: string, password: string, options?: SetUserPasswordOptions): Promise<void> {
    return setUserPassword(this.#session, id, password, options);
  }

  /** Changes the password of the account that is logged in; not with a login token (`timeout`). */
  changeOwnPassword(
    oldPassword: string,
    newPassword: string,
    options?: CallOptions,
  ): Promise<void> {
    return changeOwnPassword(this.#session, oldPassword, newPassword, options);
  }

  /** How many sessions each user has, by user id; empty without the right to manage users. */
  sessions(options?: CallOptions): Promise<ReadonlyMap<string, number>> {
    return getSessions(this.#session, options);
  }

  /** Every user group of the domain; without the site right to manage them, by name alone. */
  userGroups(options?: CallOptions): Promise<readonly UserGroup[]> {
    return listUserGroups(this.#session, options);
  }

  /** Makes a user group. MeshCentral takes a name twice: look at the list first. */
  addUserGroup(name: string, options?: AddUserGroupOptions): Promise<UserGroup> {
    return addUserGroup(this.#session, name, options);
  }

  /** Changes a user group, and returns it as it is then. */
  editUserGroup(id: string, options: EditUserGroupOptions): Promise<UserGroup> {
    return editUserGroup(this.#session, id, options);
  }

  /** Removes a user group, and with it the rights that its members had by it. */
  removeUserGroup(id: string, options?: CallOptions): Promise<void> {
    return removeUserGroup(this.#session, id, options);
  }

  /** Adds users to a user group, and returns it as it is then. */
  addUserGroupMembers(
    id: string,
    userIds: readonly string[],
    options?: CallOptions,
  ): Promise<UserGroup> {
    return addUserGroupMembers(this.#session, id, userIds, options);
  }

  /** Takes a user out of a user group. */
  removeUserGroupMember(id: string, userId: string, options?: CallOptions): Promise<void> {
    return removeUserGroupMember(this.#session, id, userId, options);
  }

  /** Takes every user out of a user group, and returns how many there were. */
  removeAllUserGroupMembers(id: string, options?: CallOptions): Promise<number> {
    return removeAllUserGroupMembers(this.#session, id, options);
  }

  /** The login tokens of this account. */
  loginTokens(options?: CallOptions): Promise<readonly LoginToken[]> {
    return listLoginTokens(this.#session, options);
  }

  /** Makes a login token: a user name and a password for a program. */
  addLoginToken(options: AddLoginTokenOptions): Promise<NewLoginToken> {
    return addLoginToken(this.#session, options);
  }

  /** Removes login tokens by their user names (`~t:…`); sessions of theirs go on. */
  removeLoginTokens(
    usernames: readonly string[],
    options?: CallOptions,
  ): Promise<readonly LoginToken[]> {
    return removeLoginTokens(this.#session, usernames, options);
  }

  /** Shows a message to operators who are logged in to the web page. */
  broadcast(message: string, options?: BroadcastOptions): Promise<void> {
    return broadcast(this.#session, message, options);
  }

  /** What happened, the latest first, as the server has recorded it. */
  listEvents(options?: ListEventsOptions): Promise<readonly ServerEvent[]> {
    return listEvents(this.#session, options);
  }

  /** A report over some time. */
  report(options: ReportOptions): Promise<Report> {
    return getReport(this.#session, options);
  }

  /** Runs a line in the server's own console, and returns its first answer. */
  serverConsole(line: string, options?: CallOptions): Promise<string> {
    return serverConsole(this.#session, line, options);
  }

  /** The server's memory, load and counts. */
  serverStats(options?: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    return getServerStats(this.#session, options);
  }

  /** The versions that the server could update to; it asks the internet. */
  serverVersions(options?: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    return getServerVersions(this.#session, options);
  }

  /** The server's log of its own errors. */
  serverErrors(options?: CallOptions): Promise<string> {
    return getServerErrors(this.#session, options);
  }

  /** What went through the server since it was started. */
  trafficStats(options?: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    return getTrafficStats(this.#session, options);
  }

  /** The cookies of a tunnel's two sides; secrets. */
  tunnelCookies(options?: CallOptions): Promise<TunnelCookies> {
    return getTunnelCookies(this.#session, options);
  }

  /** A cookie that logs a browser in to the web page; a secret. */
  loginCookie(options?: CallOptions): Promise<string> {
    return getLoginCookie(this.#session, options);
  }

  /**
   * What happens on the server from this call on. Ends when the client is closed or the signal is
   * aborted; fails when the connection is lost (`connection-closed`) or nobody takes the events
   * (`events-lost`). Events are not replayed: after that, read the state anew.
   */
  events(options?: EventsOptions): AsyncIterableIterator<ServerEvent, undefined> {
    return this.#session.events(options);
  }

  /** Logs out. Requests under way reject with `connection-closed`. */
  close(): Promise<void> {
    return this.#session.close();
  }

  /** {@linkcode ControlClient.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
