import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createApiClient } from "../../api/client/mod.ts";
import { ControlBackend, createApi } from "../../api/mod.ts";
import { wsTransport } from "../../transport/ws.ts";
import { startTestServer } from "../test_server.ts";
import { until } from "../until.ts";

Deno.test("the next login drops login tokens that nobody logged out of and that have expired", async () => {
  await using server = await startTestServer();
  await using operator = await server.operator();
  const { username } = await operator.addLoginToken({ name: "left over", expireMinutes: 1 });
  const isKept = async () => (await removals(server.server.dataFolder, username)) === 0;
  await sleep(65_000); // MeshCentral counts in minutes
  assert.ok(await isKept(), "MeshCentral drops expired tokens by itself: the list is not needed");
  await using api = createApi({
    meshcentral: server.server.webSocketUrl,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
    webSocket: wsTransport(),
  });
  const client = createApiClient("http://api.example/api", { fetch: api.fetch });
  await client.logIn(server.server.admin);
  await client.request("GET /me");
  await until(async () => !await isKept() || undefined);
});

/** How many lines of MeshCentral's database, which only grows, say that the token is gone. */
async function removals(dataFolder: string, tokenUser: string): Promise<number> {
  const [name = ""] = (await readdir(dataFolder, { recursive: true }))
    .filter((name) => name.endsWith("meshcentral.db"));
  const lines = (await readFile(join(dataFolder, name), "utf8")).split("\n");
  return lines.filter((line) => line.includes("$$deleted") && line.includes(tokenUser)).length;
}

Deno.test("the login token of a session that nobody logs out of is gone when it has expired", async () => {
  await using server = await startTestServer();
  const options = { url: server.server.webSocketUrl, webSocket: wsTransport() };
  await using backend = new ControlBackend(options);
  const { credentials } = await backend.login({
    ...server.server.admin,
    sessionId: crypto.randomUUID(),
    lifetime: 60,
  });
  assert.ok(credentials.kind === "login-token");
  const isGone = async () => (await removals(server.server.dataFolder, credentials.username)) > 0;
  await sleep(50_000);
  assert.ok(!await isGone());
  await sleep(15_000);
  await until(async () => await isGone() || undefined);
});
