import assert from "node:assert/strict";
import { ControlClient } from "../control/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

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

Deno.test("a message is broadcast, to everybody and to one user", async () => {
  await admin.broadcast("hello");
  await admin.broadcast("hello", { userId: admin.userInfo._id });
  await assert.rejects(admin.broadcast("hello", { userId: "nobody" }), { code: "not-found" });
  await assert.rejects(admin.broadcast("x".repeat(513)), { code: "rejected" });
});

Deno.test("events are listed, of all, of a user, and of a kind", async () => {
  const group = await admin.addDeviceGroup("eventful");
  await admin.removeDeviceGroup(group.id);
  const all = await admin.listEvents({ limit: 50 });
  assert.ok(all.some(({ action }) => action === "createmesh"));
  const mine = await admin.listEvents({ userId: admin.userInfo._id });
  assert.ok(mine.length > 0);
  assert.deepEqual(await admin.listEvents({ kind: "removenode" }), []);
  await assert.rejects(admin.listEvents({ userId: "nobody" }), { code: "not-found" });
  await assert.rejects(admin.listEvents({ deviceId: "unknown" }), { code: "not-found" });
});

Deno.test("reports of each type are made", async () => {
  const end = Date.now() + 60_000;
  for (const type of ["sessions", "traffic", "logins", "database"] as const) {
    const report = await admin.report({ type, start: end - 86_400_000, end });
    assert.ok(report.columns.length > 0, type);
  }
  await assert.rejects(admin.report({ type: "logins", start: 2, end: 1 }), { code: "bad-options" });
});

Deno.test("the server answers for itself", async () => {
  assert.match(await admin.serverConsole("info"), /meshVersion/);
  assert.match(await admin.serverConsole("nonsense"), /Unknown command/);
  assert.ok(Number((await admin.serverStats())["totalmem"]) > 0);
  assert.equal(await admin.serverErrors(), "");
  assert.ok(Object.keys(await admin.trafficStats()).length > 0);
});

Deno.test("cookies open what they are for", async () => {
  const { auth, relay } = await admin.tunnelCookies();
  assert.ok(auth.length > 50 && relay.length > 50);
  await assert.rejects(admin.loginCookie({ timeout }), { code: "timeout" }); // not allowed
  await assert.rejects(admin.deviceCookie("unknown"), { code: "not-found" });
});

Deno.test("the agent of a group is fetched from where the URL says", async () => {
  const { meshId } = server.enrollment;
  const url = admin.agentDownloadUrl(meshId, { type: 6 });
  const response = await fetch(url);
  assert.equal(response.status, 200);
  await response.body?.cancel();
});

Deno.test("a web relay is refused unless the caller knows that the server survives it", async () => {
  const options = { port: 80, relayDnsIsSet: false as unknown as true };
  await assert.rejects(admin.webRelayUrl("x", options), { code: "bad-options" });
});

Deno.test("an account without rights gets refusals, and no silence longer than asked", async () => {
  await admin.addUser({ username: "plain", password: "secret" });
  await using plain = await ControlClient.connect({
    url: server.server.webSocketUrl,
    username: "plain",
    password: "secret",
    login: "header",
    webSocket: wsTransport(),
    timeout,
  });
  await assert.rejects(plain.broadcast("x"), { code: "denied" });
  await assert.rejects(plain.serverConsole("help"), { code: "denied" });
  await assert.rejects(plain.serverStats(), { code: "timeout" });
  await assert.rejects(plain.serverErrors(), { code: "timeout" });
  await assert.rejects(plain.listEvents({ userId: "plain" }), { code: "denied" });
  assert.equal((await plain.sessions()).size, 0);
  await admin.removeUser("plain");
});
