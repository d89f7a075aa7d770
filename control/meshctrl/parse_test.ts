import assert from "node:assert/strict";
import {
  expectDone,
  expectLogin,
  parseDeviceGroups,
  parseDeviceGroupUsers,
  parseDevices,
  parseSessions,
  parseUserGroups,
  parseUsers,
} from "./mod.ts";

const DEVICES = `\r
Device group: "G1"\r
id, name, icon, conn, pwr\r
-------------------------
"NJ3@JnDK4R$oPtc", "poc-host", 8, 1, 1
"b", "odd, name: 1, 2", 1, 0, 0
\r
Device group: "G, 2"\r
id, name, icon, conn, pwr\r
-------------------------
"c", "two
lines", 2, 16, 7
`;

Deno.test("devices are read with their groups, whatever their names", () => {
  assert.deepEqual(parseDevices(DEVICES), [
    { id: "NJ3@JnDK4R$oPtc", name: "poc-host", icon: 8, conn: 1, pwr: 1, group: "G1" },
    { id: "b", name: "odd, name: 1, 2", icon: 1, conn: 0, pwr: 0, group: "G1" },
    { id: "c", name: "two\nlines", icon: 2, conn: 16, pwr: 7, group: "G, 2" },
  ]);
});

Deno.test("devices of one group have no line for it; none is said so", () => {
  const one = 'id, name, icon, conn, pwr\r\n-------------------------\n"a", "A", 0, 0, 0\n';
  assert.deepEqual(parseDevices(one), [{ id: "a", name: "A", icon: 0, conn: 0, pwr: 0 }]);
  assert.deepEqual(parseDevices("None\n"), []);
  assert.deepEqual(parseDevices("[]\n"), []);
});

Deno.test("devices are read from CSV and JSON as well", () => {
  const device = { id: "n", name: "A, B", icon: 1, conn: 0, pwr: 2, group: "G" };
  assert.deepEqual(parseDevices('"m","G","n","A, B",1,0,2\n"","","n","A, B",1,0,2\n'), [
    device,
    { id: "n", name: "A, B", icon: 1, conn: 0, pwr: 2 },
  ]);
  const json = [{ _id: "node//n", name: "A, B", icon: 1, pwr: 2, groupname: "G" }];
  assert.deepEqual(parseDevices(JSON.stringify(json, null, 2)), [device]);
});

Deno.test("what is no list of devices is an error with a code", () => {
  const cases = {
    "Invalid login.\n": "login-refused",
    "[{}]": "login-refused",
    "Invalid login, check the login key and that this computer has the correct time.":
      "login-refused",
    "Authentication token required, use --token [number].": "token-required",
    "URL key is invalid or missing, please specify ?key=xxx in url": "login-key-required",
    "Unable to connect to wss://127.0.0.1/control.ashx": "connect-failed",
    "Invalid command. Possible commands are: a": "bad-options",
    "Invalid group id": "not-found",
    "": "rejected",
    [`${DEVICES}garbage`]: "rejected",
  };
  for (const [output, code] of Object.entries(cases)) {
    assert.throws(() => parseDevices(output), { code }, output);
  }
});

Deno.test("users are read from text, the address from the right, and from JSON", () => {
  const text = 'id, name, email\r\n---------------\n"admin", "admin"\n"b", "B", "x@y.zz"\n' +
    '"c", "odd", "name"\n';
  assert.deepEqual(parseUsers(text), [
    { id: "admin", name: "admin" },
    { id: "b", name: "B", email: "x@y.zz" },
    { id: "c", name: 'odd", "name' },
  ]);
  assert.deepEqual(parseUsers('[{"_id":"user//b","name":"B","email":"x@y.zz"}]'), [
    { id: "b", name: "B", email: "x@y.zz" },
  ]);
  assert.throws(() => parseUsers("Access denied\n"), { code: "denied" });
  assert.throws(() => parseUsers("id, name, email\n---------------\nb\n"), { code: "rejected" });
});

Deno.test("device groups and their users are read", () => {
  assert.deepEqual(parseDeviceGroups('id, name\r\n---------------\n"a$@", "G", 1"\n'), [
    { id: "a$@", name: 'G", 1' },
  ]);
  assert.deepEqual(parseDeviceGroups("id, name\r\n---------------\n"), []);
  assert.deepEqual(parseDeviceGroups('[{"_id":"mesh//a","name":"G"}]'), [{ id: "a", name: "G" }]);
  assert.throws(() => parseDeviceGroups("id, name\n---\nx"), { code: "rejected" });
  const users =
    "userid, rights\r\n---------------\nadmin, FullAdministrator\nb, EditMesh, NoAMT\nc, ";
  assert.deepEqual(
    parseDeviceGroupUsers(users),
    [
      { id: "admin", rights: ["FullAdministrator"] },
      { id: "b", rights: ["EditMesh", "NoAMT"] },
      { id: "c", rights: [] },
    ],
  );
  assert.throws(() => parseDeviceGroupUsers("Group id not found"), { code: "not-found" });
});

Deno.test("user groups are read with members and rights", () => {
  const text = `ugrp//U1, Team, of the lab
  Users:
    user//admin
  Device Groups:
    mesh//m, 4294967295
  Devices:
    (None)
ugrp//U2, Empty
  Users:
    (None)
  Device Groups:
    (None)
  Devices:
    node//n, 8
`;
  const team = {
    id: "ugrp//U1",
    name: "Team",
    description: "of the lab",
    users: ["user//admin"],
    rights: new Map([["mesh//m", 0xffff_ffff]]),
  };
  assert.deepEqual(parseUserGroups(text), [
    team,
    { id: "ugrp//U2", name: "Empty", users: [], rights: new Map([["node//n", 8]]) },
  ]);
  const links = { "user//admin": {}, "mesh//m": { rights: 0xffff_ffff } };
  const json = { "ugrp//U1": { name: "Team", desc: "of the lab", links } };
  assert.deepEqual(parseUserGroups(JSON.stringify(json)), [team]);
  assert.deepEqual(parseUserGroups("null"), []);
  assert.deepEqual(parseUserGroups(""), []);
  assert.throws(() => parseUserGroups("what?"), { code: "rejected" });
});

Deno.test("sessions are read", () => {
  const map = new Map([["user//admin", 1], ["user//b", 2]]);
  assert.deepEqual(parseSessions("user//admin, 1 session.\nuser//b, 2 sessions.\n"), map);
  assert.deepEqual(parseSessions('{"user//admin":1,"user//b":2}'), map);
  assert.throws(() => parseSessions("what?"), { code: "rejected" });
});

Deno.test("a change counts when meshctrl says ok, and what it made is named", () => {
  assert.equal(expectDone("ok mesh//A@$\n", "x"), "mesh//A@$");
  assert.equal(expectDone("OK\r\n", "x"), undefined);
  assert.equal(expectDone("Added user b\n", "x"), undefined);
  assert.throws(() => expectDone("User already exists\n", "x"), { code: "exists" });
  assert.throws(() => expectDone("", "x"), { code: "rejected" });
  assert.throws(() => expectDone("Invalid login.", "x"), { code: "login-refused" });
  expectLogin("anything else");
});
