import assert from "node:assert/strict";
import process from "node:process";
import { BrowserAgent } from "../agent/mod.ts";
import { ControlClient, ControlError } from "../control/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { until } from "./until.ts";

/** It knows neither the login by message nor login tokens. */
const isOld = process.env.MESHCENTRAL_VERSION === "0.7.99";

let server: TestServer;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

Deno.test({
  name: "a page can log in without headers, by a message",
  ignore: isOld,
  async fn() {
    await using client = await ControlClient.connect({
      url: server.server.webSocketUrl,
      ...server.server.admin,
    });
    assert.equal(client.userInfo.name, server.server.admin.username);
    assert.equal(client.serverInfo.tlshash?.length, 96);
  },
});

Deno.test("a wrong password is refused by both ways of logging in, and not told", async () => {
  for (const login of isOld ? ["header"] as const : ["header", "message"] as const) {
    const connecting = ControlClient.connect({
      url: server.server.webSocketUrl,
      username: server.server.admin.username,
      password: "not the password",
      login,
      webSocket: wsTransport(),
    });
    await assert.rejects(connecting, (error) => {
      assert.ok(error instanceof ControlError);
      assert.equal(error.code, "login-refused");
      return !error.message.includes("not the password");
    });
  }
});

Deno.test("enrollment returns what an agent needs to join a group, by either form of its id", async () => {
  await using client = await server.operator();
  const { id } = await client.addDeviceGroup("to be joined");
  const enrollment = await client.enrollment(id);
  assert.deepEqual(await client.enrollment(id.split("/").at(-1) ?? ""), enrollment);
  const { serverId, serverHash } = server.enrollment;
  assert.deepEqual(enrollment, {
    server: `${server.server.webSocketUrl}/agent.ashx`,
    meshId: enrollment.meshId,
    meshName: "to be joined",
    serverId,
    serverHash,
  });
  await assert.rejects(client.enrollment("A".repeat(64)), { code: "not-found" });
  await client.removeDeviceGroup(id);
});

Deno.test("a device group is made, listed and removed", async () => {
  await using client = await server.operator();
  const { id } = await client.addDeviceGroup("control", { description: "made by a test" });
  const group = (await client.deviceGroups()).find((group) => group.id === id);
  assert.deepEqual([group?.name, group?.description, group?.type], [
    "control",
    "made by a test",
    2,
  ]);
  await client.removeDeviceGroup(id);
  assert.equal((await client.deviceGroups()).some((group) => group.id === id), false);
});

Deno.test("an account is made, given rights on a group, and removed", async () => {
  await using client = await server.operator();
  const password = crypto.randomUUID();
  const user = await client.addUser({ username: "Alice", password, realName: "Alice A." });
  assert.deepEqual([user.id, user.name, user.realName], ["user//alice", "Alice", "Alice A."]);
  assert.equal(user.siteRights, 0);
  await assert.rejects(client.addUser({ username: "aLICE", password }), { code: "exists" });

  const group = await client.addDeviceGroup("for Alice");
  await client.setDeviceGroupUser(group.id, "Alice", 8 + 256);
  const rightsOfAlice = async () =>
    (await client.deviceGroups()).find(({ id }) => id === group.id)?.rights.get("user//alice");
  assert.equal(await rightsOfAlice(), 264);
  await client.setDeviceGroupUser(group.id, "user//alice", 0xffff_ffff);
  assert.equal(await rightsOfAlice(), 0xffff_ffff);
  await assert.rejects(client.setDeviceGroupUser(group.id, "nobody", 8), { code: "not-found" });

  await using alice = await ControlClient.connect({
    url: server.server.webSocketUrl,
    username: "alice",
    password,
    login: "header",
    webSocket: wsTransport(),
  });
  assert.deepEqual((await alice.deviceGroups()).map(({ id }) => id), [group.id]);
  await assert.rejects(alice.users(), { code: "denied" });

  await client.removeDeviceGroupUser(group.id, "alice");
  assert.equal(await rightsOfAlice(), undefined);
  await assert.rejects(client.removeDeviceGroupUser(group.id, "alice"), { code: "not-found" });
  await client.removeUser("alice");
  await assert.rejects(client.removeUser("alice"), { code: "not-found" });
  assert.equal((await client.users()).some(({ id }) => id === "user//alice"), false);
  await client.removeDeviceGroup(group.id);
});

loginTokenTest("a login token is made, logs in, and is removed", async () => {
  await using client = await server.operator();
  const token = await client.addLoginToken({ name: "for a program", expireMinutes: 5 });
  assert.match(token.username, /^~t:/);
  assert.ok(token.expiresAt && token.createdAt);
  assert.equal(token.expiresAt - token.createdAt, 5 * 60_000);
  const connect = () =>
    ControlClient.connect({
      url: server.server.webSocketUrl,
      username: token.username,
      password: token.password,
      login: "header",
      webSocket: wsTransport(),
    });
  {
    await using program = await connect();
    assert.equal(program.userInfo._id, client.userInfo._id);
  }
  const named = (tokens: readonly { username: string }[]) =>
    tokens.some(({ username }) => username === token.username);
  assert.ok(named(await client.loginTokens()));
  assert.equal(named(await client.removeLoginTokens([token.username])), false);
  await assert.rejects(connect(), { code: "login-refused" });
});

Deno.test("events tell when a device comes and goes, and requests what it is", async () => {
  await using client = await server.operator();
  const events = client.events();
  const agent = new BrowserAgent({ ...server.enrollment, name: "watched" });
  await agent.connect();
  const device = await server.waitForDevice(
    agent.nodeId,
    ({ osDescription }) => osDescription !== undefined,
  );
  assert.equal((await client.device(device.id)).name, "watched");
  assert.ok(await until(() => client.deviceSystemInfo(device.id)));
  assert.ok((await until(() => client.deviceNetworkInfo(device.id))).interfaces);
  await agent.close();

  const connections: unknown[] = [];
  for await (const event of events) {
    if (event.action !== "nodeconnect" || event.nodeid !== device.id) continue;
    connections.push(event.conn);
    if (event.conn === 0) break;
  }
  assert.deepEqual(connections.at(-1), 0);
  assert.ok(connections.includes(1));
  await client.removeDevices([device.id]);
  await assert.rejects(client.device(device.id), { code: "not-found" });
});

/** Where the server has login tokens. */
function loginTokenTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: isOld, fn });
}
