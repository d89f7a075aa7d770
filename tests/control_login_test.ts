import assert from "node:assert/strict";
import { ControlClient, type ControlOptions } from "../control/mod.ts";
import { type MeshCentralServer, startMeshCentral } from "../launcher/meshcentral/server.ts";
import { wsTransport } from "../transport/ws.ts";

const loginKey = "0123456789abcdef".repeat(10);

let server: MeshCentralServer;

Deno.test.beforeAll(async () => {
  server = await startMeshCentral({
    prepared: true,
    settings: { loginCookieEncryptionKey: loginKey, allowLoginToken: true },
    domain: { loginKey: ["domainkey1"] },
  });
});

Deno.test.afterAll(async () => {
  await server?.stop();
});

function connect(options: Partial<ControlOptions>): Promise<ControlClient> {
  return ControlClient.connect({
    url: server.webSocketUrl,
    domainKey: "domainkey1",
    ...options,
  });
}

Deno.test("a domain's key is needed, in the message or with a header", async () => {
  const { admin, webSocketUrl } = server;
  await (await connect(admin)).close();
  const header = { login: "header", webSocket: wsTransport() } as const;
  await (await connect({ ...admin, ...header })).close();
  for (const url of [webSocketUrl, `${webSocketUrl}/?key=wrong`]) {
    await assert.rejects(ControlClient.connect({ url, ...admin }), { code: "login-key-required" });
  }
});

Deno.test("cookies of the server let in", async () => {
  await using client = await connect(server.admin);
  const { auth, relay } = await client.tunnelCookies();
  for (const cookie of [auth, await client.loginCookie()]) {
    await using other = await connect({ cookie });
    assert.equal(other.userInfo._id, client.userInfo._id);
  }
  await assert.rejects(connect({ cookie: relay }), { code: "login-refused" });
  await assert.rejects(connect({ cookie: "nonsense" }), { code: "login-refused" });
});

Deno.test("a login token lets in as its owner", async () => {
  await using client = await connect(server.admin);
  const loginToken = await client.addLoginToken({ name: "t", expireMinutes: 5 });
  await using other = await connect({ loginToken });
  assert.equal(other.userInfo._id, client.userInfo._id);
});

Deno.test("the server's login key lets in as anybody", async () => {
  await using admin = await connect({ loginKey, username: server.admin.username.toUpperCase() });
  await admin.addUser({ username: "Someone", password: "secret" });
  await using someone = await connect({ loginKey, username: "Someone" });
  assert.equal(someone.userInfo._id, "user//someone");
  await assert.rejects(connect({ loginKey, username: "nobody" }), { code: "login-refused" });
  const wrongKey = "f".repeat(160);
  await assert.rejects(connect({ loginKey: wrongKey, username: "someone" }), {
    code: "login-refused",
  });
});

Deno.test("a domain that does not exist closes the connection", async () => {
  const url = `${server.webSocketUrl}/nowhere`;
  await assert.rejects(connect({ ...server.admin, url, timeout: 3000 }));
});
