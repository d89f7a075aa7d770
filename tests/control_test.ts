import assert from "node:assert/strict";
import process from "node:process";
import { BrowserAgent } from "../agent/mod.ts";
import { ControlClient, ControlError } from "../control/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

/** It does not know the login by message. */
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
  assert.ok(await client.deviceSystemInfo(device.id));
  assert.ok((await client.deviceNetworkInfo(device.id))?.interfaces);
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
