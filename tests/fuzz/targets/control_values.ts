import assert from "node:assert/strict";
import { expectFields, expectTexts } from "../expect.ts";

type Fields = Parameters<typeof expectFields>[1];

const OUTCOME: Fields = { deviceId: "string", "result?": "string", "output?": "string" };
const DEVICE: Fields = {
  id: "string",
  name: "string",
  "hostName?": "string",
  groupId: "string",
  "groupName?": "string",
  online: "boolean",
  connection: "number",
  power: "number",
  icon: "number",
  "agent?": "object",
  "osDescription?": "string",
  "description?": "string",
  tags: "object",
  "address?": "string",
  users: "object",
  raw: "object",
};
const GROUP: Fields = {
  id: "string",
  name: "string",
  "description?": "string",
  type: "number",
  flags: "number",
  consent: "number",
  expireDays: "number",
  inviteCodes: "object",
  "createdAt?": "number",
  rights: "object",
};
const USER: Fields = {
  id: "string",
  name: "string",
  "realName?": "string",
  "email?": "string",
  emailVerified: "boolean",
  siteRights: "number",
  locked: "boolean",
  "createdAt?": "number",
  "lastLoginAt?": "number",
  rights: "object",
};
const USER_GROUP: Fields = {
  id: "string",
  name: "string",
  "description?": "string",
  consent: "number",
  flags: "number",
  members: "object",
  rights: "object",
};
const SHARE: Fields = {
  id: "string",
  guestName: "string",
  types: "object",
  consent: "number",
  viewOnly: "boolean",
  "userId?": "string",
  "url?": "string",
  "startsAt?": "number",
  "expiresAt?": "number",
};
const TOKEN: Fields = {
  username: "string",
  name: "string",
  "password?": "string",
  "createdAt?": "number",
  "expiresAt?": "number",
};

/** The fields of one value, or of each in a list, by the name of the call. */
const FIELDS: Readonly<Record<string, Fields>> = {
  devices: DEVICE,
  device: DEVICE,
  unknownDevice: DEVICE,
  editDevice: DEVICE,
  addLocalDevice: DEVICE,
  addAmtDevice: DEVICE,
  deviceGroups: GROUP,
  addDeviceGroup: GROUP,
  editDeviceGroup: GROUP,
  users: USER,
  addUser: USER,
  editUser: USER,
  userGroups: USER_GROUP,
  addUserGroup: USER_GROUP,
  editUserGroup: USER_GROUP,
  addUserGroupMembers: USER_GROUP,
  deviceShares: SHARE,
  addDeviceShare: SHARE,
  loginTokens: TOKEN,
  addLoginToken: TOKEN,
  removeLoginTokens: TOKEN,
  createInviteLink: { url: "string", hours: "number" },
  tunnelCookies: { auth: "string", relay: "string" },
  deviceNetworkInfo: { "updatedAt?": "number", interfaces: "object" },
  powerTimeline: { since: "number", power: "number" },
  lastConnection: { at: "number", "address?": "string" },
  listEvents: { action: "string" },
  eventsOfDevice: { action: "string" },
  eventsOfUser: { action: "string" },
  report: { columns: "object", groups: "object" },
  wakeDevices: OUTCOME,
  toastDevices: OUTCOME,
  powerDevices: OUTCOME,
  moveDevices: OUTCOME,
  runCommand: OUTCOME,
  runCommandSilently: OUTCOME,
};

/** Calls whose value is a text. */
const TEXTS = [
  ...["deviceDetailsCsv", "notes", "serverConsole", "serverErrors", "deviceCookie", "clipboard"],
];
/** Lists of texts in a value. */
const LISTS = ["tags", "users", "inviteCodes", "members", "types"];

/** What a method of the client resolves with. */
export function expectControlValue(name: string, value: unknown): void {
  // Whatever it is, a caller may write it down.
  JSON.stringify(value);
  if (value === undefined) return;
  if (TEXTS.includes(name)) return expectTexts([value]);
  if (value instanceof Map) {
    for (const [id, number] of value) {
      expectFields({ id, number }, { id: "string", number: "number" });
    }
    return;
  }
  const fields = FIELDS[name];
  if (fields === undefined) return void assert.ok(["object", "number"].includes(typeof value));
  for (const one of Array.isArray(value) ? value : [value]) {
    expectFields(one, fields);
    for (const list of LISTS) {
      const texts: unknown = one[list];
      if (Array.isArray(texts)) expectTexts(texts);
    }
    if (one.rights instanceof Map) {
      for (const [id, rights] of one.rights) {
        expectFields({ id, rights }, { id: "string", rights: "number" });
      }
    }
  }
}
