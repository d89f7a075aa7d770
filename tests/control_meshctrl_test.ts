import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  expectDone,
  parseDeviceGroups,
  parseDeviceGroupUsers,
  parseDevices,
  parseSessions,
  parseUserGroups,
  parseUsers,
  runMeshctrl,
} from "../control/meshctrl/mod.ts";
import type { MeshctrlArguments, MeshctrlOptions } from "../control/meshctrl/mod.ts";
import { BrowserAgent } from "../agent/mod.ts";
import type { ControlClient } from "../control/mod.ts";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

const loginKey = "0123456789abcdef".repeat(10);

let server: TestServer;
let admin: ControlClient;
let options: MeshctrlOptions;

Deno.test.beforeAll(async () => {
  server = await startTestServer({ settings: { loginCookieEncryptionKey: loginKey } });
  admin = await server.operator();
  const installation = await installMeshCentral({ version: server.server.version });
  options = {
    script: join(installation, "node_modules", "meshcentral", "meshctrl.js"),
    url: server.server.webSocketUrl,
    ...server.server.admin,
  };
});

Deno.test.afterAll(async () => {
  await admin?.close();
  await server?.[Symbol.asyncDispose]();
});

function run(action: string, args: MeshctrlArguments = {}): Promise<string> {
  return runMeshctrl(options, action, args);
}

Deno.test("the lists of the installed meshctrl say what the client says", async () => {
  assert.deepEqual(parseDevices(await run("listdevices")), []);
  await using agent = new BrowserAgent({ ...server.enrollment, name: 'a "quoted", name' });
  await agent.connect();
  const device = await server.waitForDevice(
    agent.nodeId,
    ({ osDescription }) => osDescription !== undefined,
  );
  const { name, icon, connection, power, groupName } = await admin.device(device.id);
  for (const args of [{}, { csv: true }, { json: true }]) {
    const listed = parseDevices(await run("listdevices", args));
    const id = device.id.split("/")[2];
    const stripped = "json" in args ? name : name.replaceAll('"', "");
    assert.deepEqual(listed, [
      { id, name: stripped, icon, conn: connection, pwr: power, group: groupName },
    ]);
  }
  const users = (await admin.users()).map(({ id, name }) => ({ id: id.split("/")[2], name }));
  assert.deepEqual(parseUsers(await run("listusers")), users);
  assert.deepEqual(parseUsers(await run("listusers", { json: true })), users);
  const groups = (await admin.deviceGroups())
    .map(({ id, name }) => ({ id: id.split("/")[2], name }));
  assert.deepEqual(parseDeviceGroups(await run("listdevicegroups")), groups);
  assert.deepEqual(parseDeviceGroups(await run("listdevicegroups", { json: true })), groups);
  const groupId = server.enrollment.meshId;
  assert.deepEqual(parseDeviceGroupUsers(await run("listusersofdevicegroup", { id: groupId })), [
    { id: server.server.admin.username, rights: ["FullAdministrator"] },
  ]);
  assert.ok((parseSessions(await run("listusersessions")).get(admin.userInfo._id) ?? 0) >= 1);
  await admin.removeDevices([device.id]);
});

Deno.test("user groups, made by meshctrl, are read as the client reads them", async () => {
  const id = expectDone(await run("addusergroup", { name: "Team", desc: "of a test" }), "made");
  const [made] = await admin.userGroups();
  if (id !== undefined) assert.equal(id, made?.id);
  await admin.addUserGroupMembers(made?.id ?? "", [server.server.admin.username]);
  const expected = {
    id: made?.id,
    name: "Team",
    description: "of a test",
    users: [admin.userInfo._id],
    rights: new Map(),
  };
  assert.deepEqual(parseUserGroups(await run("listusergroups")), [expected]);
  assert.deepEqual(parseUserGroups(await run("listusergroups", { json: true })), [expected]);
  await admin.removeUserGroup(made?.id ?? "");
  assert.deepEqual(parseUserGroups(await run("listusergroups", { json: true })), []);
});

Deno.test("changes count by their text", async () => {
  const args = { user: "viaMeshctrl", pass: "secret" };
  expectDone(await run("adduser", args), "made");
  const again = await run("adduser", args);
  assert.throws(() => expectDone(again, "made"), { code: "exists" });
  expectDone(await run("removeuser", { userid: "viameshctrl" }), "removed");
  const group = expectDone(await run("adddevicegroup", { name: "--by=meshctrl" }), "made");
  assert.equal((await admin.deviceGroups()).find(({ id }) => id === group)?.name, "--by=meshctrl");
  await admin.removeDeviceGroup(group ?? "");
});

Deno.test("a refused login, a server that is away and a wrong call are told apart", async () => {
  const refused = await runMeshctrl({ ...options, password: "wrong" }, "listdevices");
  assert.throws(() => parseDevices(refused), { code: "login-refused" });
  const away = await runMeshctrl({ ...options, url: "ws://127.0.0.1:9" }, "listdevices");
  assert.throws(() => parseDevices(away), { code: "connect-failed" });
  const wrong = await run("nonsense");
  assert.throws(() => expectDone(wrong, "done"), { code: "bad-options" });
  const missing = await run("adduser");
  assert.throws(() => expectDone(missing, "made"), { code: "bad-options" });
  // The server keeps silent about a group that one may not change, and meshctrl waits for ever.
  await assert.rejects(runMeshctrl(options, "showevents", {}, { timeout: 2000 }), {
    code: "timeout",
  });
});

Deno.test("it can log in with the server's login key, from a file", async () => {
  const loginKeyFile = join(server.server.dataFolder, "login-key.txt");
  await writeFile(loginKeyFile, loginKey, { mode: 0o600 });
  const { password: _, ...rest } = options;
  const users = await runMeshctrl({ ...rest, loginKeyFile }, "listusers");
  assert.ok(parseUsers(users).length > 0);
});
