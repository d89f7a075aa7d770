import { sessionOf } from "./client_session.ts";
import { DeviceMethods } from "./device_methods.ts";
import { type AgentDownloadOptions, agentDownloadUrl } from "./agent_download.ts";
import { editDeviceGroup, type EditDeviceGroupOptions } from "./device_group_edit.ts";
import type { Enrollment } from "../protocol/mod.ts";
import { removeDeviceGroupUser, setDeviceGroupUser } from "./device_group_users.ts";
import { getEnrollment } from "./enrollment.ts";
import {
  addDeviceGroup,
  type AddDeviceGroupOptions,
  type DeviceGroup,
  listDeviceGroups,
  removeDeviceGroup,
} from "./device_groups.ts";
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
import { getSessions } from "./server.ts";
import type { CallOptions } from "./types.ts";
import {
  changeOwnPassword,
  editUser,
  type EditUserOptions,
  removeUser,
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
import { addUser, type AddUserOptions, listUsers, type User } from "./users.ts";

/** What {@linkcode ControlClient} can do with accounts, groups and the rights of the ones on the others. */
export abstract class AccountMethods extends DeviceMethods {
  /** Every device group this account is linked to; not even an administrator sees others. */
  deviceGroups(options?: CallOptions): Promise<readonly DeviceGroup[]> {
    return listDeviceGroups(sessionOf(this), options);
  }

  /**
   * Returns what an agent needs to join a device group: the content of an enrollment file. It is a
   * secret, because whoever has it can add devices to the group.
   *
   * @throws {ControlError} `not-found`, if this account is not linked to a group with this id.
   *
   * @example
   * ```ts ignore
   * const [group] = await client.deviceGroups();
   * if (group) console.log(JSON.stringify(await client.enrollment(group.id)));
   * ```
   */
  enrollment(groupId: string, options?: CallOptions): Promise<Enrollment> {
    return getEnrollment(sessionOf(this), groupId, options);
  }

  /**
   * Makes a device group for agents. MeshCentral takes a name twice, and makes a second group: look
   * at {@linkcode ControlClient.deviceGroups} first.
   */
  addDeviceGroup(name: string, options?: AddDeviceGroupOptions): Promise<DeviceGroup> {
    return addDeviceGroup(sessionOf(this), name, options);
  }

  /** Changes a device group, and returns it as it is then. */
  editDeviceGroup(id: string, options: EditDeviceGroupOptions): Promise<DeviceGroup> {
    return editDeviceGroup(sessionOf(this), id, options);
  }

  /** Removes a device group and its devices. An agent of it that connects brings it back. */
  removeDeviceGroup(id: string, options?: CallOptions): Promise<void> {
    return removeDeviceGroup(sessionOf(this), id, options);
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
    return setDeviceGroupUser(sessionOf(this), groupId, userId, rights, options);
  }

  /** Takes all rights on a device group from a user; `not-found` when there are none. */
  removeDeviceGroupUser(groupId: string, userId: string, options?: CallOptions): Promise<void> {
    return removeDeviceGroupUser(sessionOf(this), groupId, userId, options);
  }

  /** Makes a link to a page from which the agent of a device group can be installed. */
  createInviteLink(groupId: string, options: InviteLinkOptions): Promise<InviteLink> {
    return createInviteLink(sessionOf(this), groupId, options);
  }

  /** Sends such a link by e-mail; `rejected` where the server has no mail server. */
  sendInviteEmail(groupId: string, options: InviteEmailOptions): Promise<void> {
    return sendInviteEmail(sessionOf(this), groupId, options);
  }

  /** Where the agent of a device group can be fetched. */
  agentDownloadUrl(groupId: string, options: AgentDownloadOptions): string {
    return agentDownloadUrl(sessionOf(this), groupId, options);
  }

  /** Every account of the domain; needs the site right to manage users. */
  users(options?: CallOptions): Promise<readonly User[]> {
    return listUsers(sessionOf(this), options);
  }

  /** Makes an account; `exists` when the name is taken, in whatever case. */
  addUser(options: AddUserOptions): Promise<User> {
    return addUser(sessionOf(this), options);
  }

  /** Removes an account. Groups that only it was linked to are seen by nobody afterwards. */
  removeUser(id: string, options?: CallOptions): Promise<void> {
    return removeUser(sessionOf(this), id, options);
  }

  /** Changes an account, and returns it as it is then. */
  editUser(id: string, options: EditUserOptions): Promise<User> {
    return editUser(sessionOf(this), id, options);
  }

  /**
   * Gives an account another password. The server announces that it did, and keeps silent when it
   * did not: `timeout` then means that the password is against the rules of the domain.
   */
  setUserPassword(id: string, password: string, options?: SetUserPasswordOptions): Promise<void> {
    return setUserPassword(sessionOf(this), id, password, options);
  }

  /** Changes the password of the account that is logged in; not with a login token (`timeout`). */
  changeOwnPassword(
    oldPassword: string,
    newPassword: string,
    options?: CallOptions,
  ): Promise<void> {
    return changeOwnPassword(sessionOf(this), oldPassword, newPassword, options);
  }

  /** How many sessions each user has, by user id; empty without the right to manage users. */
  sessions(options?: CallOptions): Promise<ReadonlyMap<string, number>> {
    return getSessions(sessionOf(this), options);
  }

  /** Every user group of the domain; without the site right to manage them, by name alone. */
  userGroups(options?: CallOptions): Promise<readonly UserGroup[]> {
    return listUserGroups(sessionOf(this), options);
  }

  /** Makes a user group. MeshCentral takes a name twice: look at the list first. */
  addUserGroup(name: string, options?: AddUserGroupOptions): Promise<UserGroup> {
    return addUserGroup(sessionOf(this), name, options);
  }

  /** Changes a user group, and returns it as it is then. */
  editUserGroup(id: string, options: EditUserGroupOptions): Promise<UserGroup> {
    return editUserGroup(sessionOf(this), id, options);
  }

  /** Removes a user group, and with it the rights that its members had by it. */
  removeUserGroup(id: string, options?: CallOptions): Promise<void> {
    return removeUserGroup(sessionOf(this), id, options);
  }

  /** Adds users to a user group, and returns it as it is then. */
  addUserGroupMembers(
    id: string,
    userIds: readonly string[],
    options?: CallOptions,
  ): Promise<UserGroup> {
    return addUserGroupMembers(sessionOf(this), id, userIds, options);
  }

  /** Takes a user out of a user group. */
  removeUserGroupMember(id: string, userId: string, options?: CallOptions): Promise<void> {
    return removeUserGroupMember(sessionOf(this), id, userId, options);
  }

  /** Takes every user out of a user group, and returns how many there were. */
  removeAllUserGroupMembers(id: string, options?: CallOptions): Promise<number> {
    return removeAllUserGroupMembers(sessionOf(this), id, options);
  }

  /** The login tokens of this account. */
  loginTokens(options?: CallOptions): Promise<readonly LoginToken[]> {
    return listLoginTokens(sessionOf(this), options);
  }

  /** Makes a login token: a user name and a password for a program. */
  addLoginToken(options: AddLoginTokenOptions): Promise<NewLoginToken> {
    return addLoginToken(sessionOf(this), options);
  }

  /** Removes login tokens by their user names (`~t:…`); sessions of theirs go on. */
  removeLoginTokens(
    usernames: readonly string[],
    options?: CallOptions,
  ): Promise<readonly LoginToken[]> {
    return removeLoginTokens(sessionOf(this), usernames, options);
  }
}
