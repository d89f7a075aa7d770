import type { ControlClient } from "../../control/mod.ts";

/** The ids that calls are about. */
export interface CallIds {
  readonly device: string;
  readonly group: string;
  readonly user: string;
  readonly userGroup: string;
  readonly share: string;
}

/** Calls a method of a client; the ids exist on the server that answers. */
export type ControlCall = (client: ControlClient, ids: CallIds) => Promise<unknown>;

const TIME = 1_750_000_000_000;

/** Methods that only read, in the order in which the recorder calls them. */
export const READING_CALLS: Readonly<Record<string, ControlCall>> = {
  devices: (client) => client.devices(),
  device: (client, { device }) => client.device(device),
  deviceGroups: (client) => client.deviceGroups(),
  users: (client) => client.users(),
  userGroups: (client) => client.userGroups(),
  sessions: (client) => client.sessions(),
  loginTokens: (client) => client.loginTokens(),
  deviceSystemInfo: (client, { device }) => client.deviceSystemInfo(device),
  deviceNetworkInfo: (client, { device }) => client.deviceNetworkInfo(device),
  deviceShares: (client, { device }) => client.deviceShares(device),
  deviceDetails: (client, { device }) => client.deviceDetails({ ids: [device] }),
  deviceDetailsCsv: (client) => client.deviceDetailsCsv(),
  powerTimeline: (client, { device }) => client.powerTimeline(device),
  lastConnection: (client, { device }) => client.lastConnection(device),
  lastConnections: (client) => client.lastConnections(),
  notes: (client, { device }) => client.notes(device),
  listEvents: (client) => client.listEvents({ limit: 5 }),
  eventsOfDevice: (client, { device }) => client.listEvents({ deviceId: device, limit: 5 }),
  eventsOfUser: (client, { user }) => client.listEvents({ userId: user, limit: 5 }),
  report: (client) => client.report({ type: "logins", start: TIME, end: TIME + 3.2e10 }),
  serverConsole: (client) => client.serverConsole("help"),
  serverStats: (client) => client.serverStats(),
  serverErrors: (client) => client.serverErrors(),
  trafficStats: (client) => client.trafficStats(),
  tunnelCookies: (client) => client.tunnelCookies(),
  deviceCookie: (client, { device }) => client.deviceCookie(device),
  clipboard: (client, { device }) => client.clipboard(device),
};

/** Methods that change something. */
export const CHANGING_CALLS: Readonly<Record<string, ControlCall>> = {
  addDeviceGroup: (client) => client.addDeviceGroup("another", { description: "d", flags: 2 }),
  editDeviceGroup: (client, { group }) =>
    client.editDeviceGroup(group, { description: "edited", inviteCodes: ["code-1"] }),
  createInviteLink: (client, { group }) => client.createInviteLink(group, { hours: 1 }),
  editDevice: (client, { device }) =>
    client.editDevice(device, { description: "edited", tags: ["a", "b"] }),
  addUser: (client) => client.addUser({ username: "another", password: "Test-12345" }),
  editUser: (client, { user }) => client.editUser(user, { realName: "Edited" }),
  setUserPassword: (client, { user }) => client.setUserPassword(user, "Test-67890"),
  addUserGroup: (client) => client.addUserGroup("another", { description: "d" }),
  editUserGroup: (client, { userGroup }) =>
    client.editUserGroup(userGroup, { description: "edited" }),
  addUserGroupMembers: (client, { userGroup, user }) =>
    client.addUserGroupMembers(userGroup, [user]),
  removeUserGroupMember: (client, { userGroup, user }) =>
    client.removeUserGroupMember(userGroup, user),
  removeAllUserGroupMembers: (client, { userGroup }) => client.removeAllUserGroupMembers(userGroup),
  setDeviceGroupUser: (client, { group, user }) => client.setDeviceGroupUser(group, user, 8),
  removeDeviceGroupUser: (client, { group, user }) => client.removeDeviceGroupUser(group, user),
  setDeviceUser: (client, { device, user }) => client.setDeviceUser(device, user, 8),
  removeDeviceUser: (client, { device, user }) => client.removeDeviceUser(device, user),
  addDeviceShare: (client, { device }) =>
    client.addDeviceShare(device, {
      guestName: "guest",
      types: ["desktop"],
      time: { expireMinutes: 60 },
    }),
  removeDeviceShare: (client, { device, share }) => client.removeDeviceShare(device, share),
  addLoginToken: (client) => client.addLoginToken({ name: "token", expireMinutes: 5 }),
  removeLoginTokens: (client) => client.removeLoginTokens(["~t:none"]),
  broadcast: (client) => client.broadcast("Hello"),
  wakeDevices: (client, { device }) => client.wakeDevices([device]),
  toastDevices: (client, { device }) => client.toastDevices([device], { message: "Hello" }),
  messageDevice: (client, { device }) => client.messageDevice(device, { message: "Hello" }),
  runCommand: (client, { device }) => client.runCommand([device], { command: "echo hello" }),
  runCommandSilently: (client, { device }) =>
    client.runCommand([device], { command: "true", output: false }),
  consoleCommand: (client, { device }) => client.consoleCommand(device, "help", { quiet: 100 }),
  setClipboard: (client, { device }) => client.setClipboard(device, "text"),
  openUrlOnDevice: (client, { device }) => client.openUrlOnDevice(device, "https://a.example/"),
  powerDevices: (client, { device }) => client.powerDevices([device], "sleep"),
  changeOwnPassword: (client) => client.changeOwnPassword("wrong", "Test-12345"),
  moveDevices: (client, { device, group }) => client.moveDevices([device], group),
  removeDevices: (client) => client.removeDevices(["unknown"]),
  removeUser: (client) => client.removeUser("another"),
  removeUserGroup: (client, { userGroup }) => client.removeUserGroup(userGroup),
  removeDeviceGroup: (client) => client.removeDeviceGroup("unknown"),
  unknownDevice: (client) => client.device("unknown"),
  addLocalDevice: (client, { group }) =>
    client.addLocalDevice({ groupId: group, name: "local", hostName: "h", system: "linux" }),
  addAmtDevice: (client, { group }) =>
    client.addAmtDevice({
      groupId: group,
      name: "amt",
      hostName: "h",
      username: "u",
      password: "p",
    }),
};
