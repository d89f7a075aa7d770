import { type DeviceNetworkInfo, getNetworkInfo, getSystemInfo } from "./device_details.ts";
import {
  addDeviceGroup,
  type AddDeviceGroupOptions,
  type DeviceGroup,
  listDeviceGroups,
  removeDeviceGroup,
} from "./device_groups.ts";
import { type Device, type DevicesOptions, getDevice, listDevices } from "./devices.ts";
import { removeDeviceGroupUser, setDeviceGroupUser } from "./device_group_users.ts";
import {
  addLoginToken,
  type AddLoginTokenOptions,
  listLoginTokens,
  type LoginToken,
  type NewLoginToken,
  removeLoginTokens,
} from "./login_tokens.ts";
import { removeDevices } from "./remove_devices.ts";
import type { ControlError } from "./errors.ts";
import { Session } from "./session.ts";
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
import { addUser, type AddUserOptions, listUsers, removeUser, type User } from "./users.ts";

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
