import assert from "node:assert/strict";
import { createApiClient } from "../api/client/mod.ts";
import { createApi } from "../api/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startTestServer } from "./test_server.ts";

Deno.test("where the server makes no login tokens, its session cookie logs in, and logging out ends it", async () => {
  await using server = await startTestServer({
    domain: { passwordRequirements: { loginTokens: false } },
  });
  const options = {
    meshcentral: server.server.webSocketUrl,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
    webSocket: wsTransport(),
  };
  await using api = createApi(options);
  await using another = createApi(options); // an instance that did not see the login
  const client = createApiClient("http://api.example/api", { fetch: api.fetch });
  await client.logIn(server.server.admin);
  const { token } = client;
  const elsewhere = createApiClient("http://api.example/api", { fetch: another.fetch, token });
  for (const who of [client, elsewhere]) {
    assert.equal((await who.request("GET /me")).id, server.server.admin.username);
    assert.equal((await who.request("GET /device-groups")).length, 1);
  }
  await client.renew();
  assert.notEqual(client.token, token);
  assert.equal((await client.request("GET /device-groups")).length, 1);
  const renewed = createApiClient("http://api.example/api", {
    fetch: api.fetch,
    token: client.token,
  });
  await client.logOut();
  await assert.rejects(renewed.request("GET /me"), { status: 401, code: "session_ended" });
});
