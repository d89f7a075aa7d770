import assert from "node:assert/strict";
import { BrowserAgent } from "../agent/mod.ts";
import { type ApiProblem, createApiClient } from "../api/client/mod.ts";
import { ControlBackend, createApi, Tokens } from "../api/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { scriptedAgent } from "./scripted_agent.ts";
import { startTestServer } from "./test_server.ts";

Deno.test("when a token expires, or its session is logged out, its stream and its tunnels end", async (t) => {
  await using server = await startTestServer();
  const meshcentral = server.server.webSocketUrl;
  const { feature } = scriptedAgent(meshcentral);
  const agent = new BrowserAgent({ ...server.enrollment, name: "a device", features: [feature] });
  await agent.connect();
  const { id } = await server.waitForDevice(agent.nodeId, ({ online }) => online);

  const secret = crypto.randomUUID() + crypto.randomUUID();
  const backend = new ControlBackend({ url: meshcentral, webSocket: wsTransport() });
  await using api = createApi({ meshcentral, jwtSecret: secret, backend });
  const tokens = new Tokens({ secrets: [secret], issuer: "cs-meshcentral", audience: meshcentral });
  const clientOf = (token?: string) =>
    createApiClient("http://api.example/api", { fetch: api.fetch, token });

  /** A token that is good for so many seconds, with an open stream and an open tunnel. */
  const open = async (seconds: number) => {
    const { userId, name, credentials } = await backend.login({
      ...server.server.admin,
      lifetime: 3600,
      sessionId: crypto.randomUUID(),
    });
    const issuedAt = Math.floor(Date.now() / 1000) - 3600 + seconds;
    const sessionId = crypto.randomUUID();
    const content = { userId, name, sessionId, loggedInAt: issuedAt, issuedAt, credentials };
    const { token } = await tokens.issue({ ...content, scope: "manage" });
    const client = clientOf(token);
    const streamEnded = (async () => {
      for await (const _ of client.events({ signal: AbortSignal.timeout(20_000) }));
    })().catch((problem: ApiProblem) => problem.code);
    const tunnel = await backend.tunnel(await tokens.verify(token), id, "files");
    const tunnelEnded = (async () => {
      for await (const _ of tunnel.frames);
      return "ended";
    })();
    return { client, ended: Promise.all([streamEnded, tunnelEnded]) };
  };

  await t.step("by expiry", async () => {
    const { client, ended } = await open(4);
    assert.deepEqual(await ended, ["session_ended", "ended"]);
    await assert.rejects(client.request("GET /me"), { code: "session_ended" });
  });

  await t.step("by logging out", async () => {
    const { client, ended } = await open(3600);
    await clientOf(client.token).logOut();
    assert.deepEqual(await ended, ["session_ended", "ended"]);
    await assert.rejects(client.request("GET /me"), { code: "session_ended" });
  });
  await agent.close();
});

Deno.test("a session has one login token at MeshCentral, however often it is renewed", async (t) => {
  await using server = await startTestServer();
  await using operator = await server.operator();
  const meshcentral = server.server.webSocketUrl;
  const options = { meshcentral, jwtSecret: crypto.randomUUID() + crypto.randomUUID() };
  await using api = createApi({ ...options, webSocket: wsTransport() });
  const clientOf = (token?: string) =>
    createApiClient("http://api.example/api", { fetch: api.fetch, token });
  const ours = async () =>
    (await operator.loginTokens()).filter(({ name }) => name.startsWith("cs-api "));
  const logIn = async () => {
    const client = clientOf();
    await client.logIn(server.server.admin);
    return client;
  };
  const client = await logIn();
  const tokens = [client.token];
  const renew = async () => {
    const { token } = await client.request("POST /auth/renew");
    tokens.push(token);
    return token;
  };

  await t.step("renewed thirty times, one after the other", async () => {
    for (let count = 0; count < 30; count++) await renew();
    assert.equal((await ours()).length, 1);
  });

  await t.step("renewed by five at the same time", async () => {
    await Promise.all(Array.from({ length: 5 }, renew));
    assert.equal((await ours()).length, 1);
  });

  await t.step("each token of the session is as good as the last", async () => {
    for (const token of [tokens[0], tokens[15], tokens.at(-2), tokens.at(-1)]) {
      assert.equal((await clientOf(token).request("GET /me")).id, "admin");
    }
  });

  await t.step("another session has its own, and logging out removes one's own only", async () => {
    const other = await logIn();
    assert.equal((await ours()).length, 2);
    await client.logOut();
    assert.equal((await ours()).length, 1);
    assert.equal((await other.request("GET /me")).id, "admin");
    await assert.rejects(clientOf(tokens[3]).request("GET /me"), { code: "session_ended" });
    await other.logOut();
    assert.equal((await ours()).length, 0);
  });
});
