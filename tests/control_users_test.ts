import assert from "node:assert/strict";
import { ControlClient } from "../control/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

/** Where the server answers nothing, a refusal is a time-out; not a long one here. */
const timeout = 1500;

let server: TestServer;
let admin: ControlClient;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
  admin = await server.operator();
});

Deno.test.afterAll(async () => {
  await admin?.close();
  await server?.[Symbol.asyncDispose]();
});

function connect(username: string, password: string): Promise<ControlClient> {
  return ControlClient.connect({
    url: server.server.webSocketUrl,
    username,
    password,
    login: "header",
    webSocket: wsTransport(),
  });
}

Deno.test("an account is changed, and what the server does not take is an error", async () => {
  await admin.addUser({ username: "edit", password: "secret" });
  const user = await admin.editUser("EDIT", {
    email: "Edit@Example.com",
    emailVerified: true,
    realName: "E. Dit",
    phone: "+15551234567",
    siteRights: 64,
    consent: 7,
    flags: 2,
    quota: 1000,
    removeRights: 1024,
  });
  assert.deepEqual(
    [user.email, user.emailVerified, user.realName, user.siteRights, user.raw["quota"]],
    ["edit@example.com", true, "E. Dit", 64, 1000],
  );
  // The quota is kept, and empty values take away.
  const after = await admin.editUser("edit", { email: "", realName: "", phone: "", consent: 0 });
  assert.deepEqual([after.email, after.realName, after.raw["phone"], after.raw["quota"]], [
    undefined,
    undefined,
    undefined,
    1000,
  ]);
  assert.equal((await admin.editUser("edit", { quota: null })).raw["quota"], undefined);
  await assert.rejects(admin.editUser("edit", { phone: "no number" }), { code: "rejected" });
  await assert.rejects(admin.editUser("nobody", { realName: "x" }), { code: "not-found" });
  const own = admin.userInfo._id;
  await assert.rejects(admin.editUser(own, { siteRights: 0 }), { code: "rejected" });
  await using limited = await connect("edit", "secret");
  await assert.rejects(limited.editUser("edit", { realName: "x" }), { code: "denied" });
  await admin.removeUser("edit");
});

Deno.test("passwords are changed, by an administrator and by oneself", async () => {
  await admin.addUser({ username: "secretive", password: "one" });
  await admin.setUserPassword("Secretive", "two");
  await assert.rejects(connect("secretive", "one"), { code: "login-refused" });
  {
    await using user = await connect("secretive", "two");
    await assert.rejects(user.changeOwnPassword("wrong", "three"), { code: "denied" });
    await user.changeOwnPassword("two", "three");
    await assert.rejects(user.setUserPassword("secretive", "x"), { code: "denied" });
  }
  await (await connect("secretive", "three")).close();
  await assert.rejects(admin.setUserPassword("nobody", "x"), { code: "not-found" });
  const tooLong = "x".repeat(300);
  const silent = admin.setUserPassword("secretive", tooLong, { timeout });
  await assert.rejects(silent, { code: "timeout" });
  await admin.removeUser("secretive");
});

Deno.test("sessions are counted", async () => {
  const count = (await admin.sessions()).get(admin.userInfo._id);
  assert.ok(count !== undefined && count >= 1);
});

Deno.test("a user group is made, changed, filled, given rights and removed", async () => {
  await admin.addUser({ username: "member", password: "secret" });
  const made = await admin.addUserGroup("Team", { description: "of a test" });
  assert.deepEqual([made.name, made.description, made.members.length], ["Team", "of a test", 0]);
  const edited = await admin.editUserGroup(made.id, { name: "Crew", description: "", consent: 7 });
  assert.deepEqual([edited.name, edited.description, edited.consent], ["Crew", "", 7]);
  assert.equal((await admin.editUserGroup(made.id, { name: "Crew" })).name, "Crew");
  await assert.rejects(admin.editUserGroup(made.id, { name: "x".repeat(65) }), { code: "denied" });
  await assert.rejects(admin.editUserGroup("unknown", { name: "x" }), { code: "not-found" });

  const filled = await admin.addUserGroupMembers(made.id, ["Member"]);
  assert.deepEqual(filled.members, ["user//member"]);
  await assert.rejects(admin.addUserGroupMembers(made.id, ["nobody"]), { code: "not-found" });

  const group = await admin.addDeviceGroup("of the team");
  await admin.setDeviceGroupUser(group.id, made.id, 8);
  const listed = (await admin.userGroups()).find(({ id }) => id === made.id);
  assert.equal(listed?.rights.get(group.id), 8);
  {
    await using member = await connect("member", "secret");
    assert.deepEqual((await member.deviceGroups()).map(({ id }) => id), [group.id]);
    await assert.rejects(member.addUserGroup("x"), { code: "denied" });
    await assert.rejects(member.editUserGroup(made.id, { name: "x" }), { code: "denied" });
  }
  await admin.removeDeviceGroupUser(group.id, made.id);
  await admin.removeUserGroupMember(made.id, "member");
  await assert.rejects(admin.removeUserGroupMember(made.id, "member"), { code: "not-found" });
  await admin.addUserGroupMembers(made.id, ["member"]);
  assert.equal(await admin.removeAllUserGroupMembers(made.id), 1);
  await admin.removeUserGroup(made.id);
  await assert.rejects(admin.removeUserGroup(made.id), { code: "not-found" });
  await admin.removeDeviceGroup(group.id);
  await admin.removeUser("member");
});

Deno.test("a device group is changed in every field", async () => {
  const made = await admin.addDeviceGroup("fields", { flags: 2, consent: 8 });
  assert.deepEqual([made.type, made.flags, made.consent], [2, 2, 8]);
  const edited = await admin.editDeviceGroup(made.id, {
    name: "Fields",
    description: "all",
    flags: 1,
    consent: 0,
    expireDays: 30,
    inviteCodes: ["one-code"],
  });
  assert.deepEqual(
    [edited.name, edited.description, edited.flags, edited.consent, edited.expireDays],
    ["Fields", "all", 1, 0, 30],
  );
  assert.deepEqual(edited.inviteCodes, ["one-code"]);
  const other = await admin.addDeviceGroup("other");
  const taken = admin.editDeviceGroup(other.id, { inviteCodes: ["one-code"] });
  await assert.rejects(taken, { code: "exists" });
  const emptied = await admin.editDeviceGroup(made.id, { inviteCodes: [], expireDays: 0 });
  assert.deepEqual([emptied.inviteCodes, emptied.expireDays], [[], 0]);
  await assert.rejects(admin.editDeviceGroup("unknown", { name: "x" }), { code: "not-found" });
  const tooLong = admin.editDeviceGroup(made.id, { name: "x".repeat(129) });
  await assert.rejects(tooLong, { code: "rejected" });

  await admin.addUser({ username: "guest", password: "secret" });
  await admin.setDeviceGroupUser(made.id, "guest", 8);
  {
    await using guest = await connect("guest", "secret");
    const silent = guest.editDeviceGroup(made.id, { name: "x", timeout });
    await assert.rejects(silent, { code: "timeout" });
    await assert.rejects(guest.removeDeviceGroup(made.id), { code: "denied" });
  }
  await admin.removeUser("guest");

  const { url, hours } = await admin.createInviteLink(made.id, { hours: 2 });
  assert.match(url, /^https?:.*agentinvite\?c=/);
  assert.equal(hours, 2);
  await assert.rejects(admin.createInviteLink("unknown1", { hours: 2 }), { code: "not-found" });
  const mail = admin.sendInviteEmail(made.id, { email: "a@example.com" });
  await assert.rejects(mail, { code: "rejected" }); // there is no mail server
  await admin.removeDeviceGroup(made.id);
  await admin.removeDeviceGroup(other.id);
});

Deno.test("notes are kept about groups and users", async () => {
  const group = await admin.addDeviceGroup("noted");
  assert.equal(await admin.notes(group.id), "");
  await admin.setNotes(group.id, "about the group");
  assert.equal(await admin.notes(group.id), "about the group");
  await admin.setNotes(group.id, "");
  assert.equal(await admin.notes(group.id), "");
  await admin.setNotes(admin.userInfo._id, "about me");
  assert.equal(await admin.notes(admin.userInfo._id), "about me");
  await assert.rejects(admin.notes("user//nobody"), { code: "not-found" });
  await assert.rejects(admin.setNotes("unknown", "x"), { code: "not-found" });
  await admin.removeDeviceGroup(group.id);
});
