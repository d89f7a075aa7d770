import assert from "node:assert/strict";
import { join } from "node:path";
import { type ApiClient, createApiClient } from "../api/client/mod.ts";
import { MeshctrlBackend } from "../api/meshctrl_backend.ts";
import { ControlBackend, createApi } from "../api/mod.ts";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import { formatMsh } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startNativeAgent } from "./native_agent.ts";
import { startTestServer } from "./test_server.ts";

Deno.test("the operator channel and meshctrl give the same on what both can do", async () => {
  await using server = await startTestServer({ tls: true });
  await using _agent = await startNativeAgent(formatMsh(server.enrollment));
  const deviceId = await server.firstDevice();
  await server.waitForDevice(deviceId, ({ osDescription }) => osDescription !== undefined);
  const installation = await installMeshCentral({ version: server.server.version });
  const options = {
    url: server.server.webSocketUrl,
    webSocket: wsTransport({ ca: server.server.rootCertificate }),
    script: join(installation, "node_modules", "meshcentral", "meshctrl.js"),
  };
  const jwtSecret = crypto.randomUUID() + crypto.randomUUID();
  const results = [];
  for (const backend of [new ControlBackend(options), new MeshctrlBackend(options)]) {
    await using api = createApi({ meshcentral: options.url, jwtSecret, backend });
    const client = createApiClient("http://api.example/api", { fetch: api.fetch });
    await client.logIn(server.server.admin);
    results.push(await exercise(client, deviceId));
    await client.logOut();
  }
  assert.deepEqual(results[1], results[0]);
});

/** What both can do; without the ids and times of what is made on the way. */
async function exercise(client: ApiClient, deviceId: string) {
  const group = await client.request("POST /device-groups", { name: "made", description: "d" });
  const exists = await refusal(client.request("POST /device-groups", { name: "made" }));
  const password = crypto.randomUUID();
  const user = await client.request("POST /users", { username: "Somebody", password });
  const taken = await refusal(client.request("POST /users", { username: "somebody", password }));
  await client.request("POST /device-groups/:groupId/users", {
    groupId: group.id,
    userid: "somebody",
    rights: 0xffff_ffff,
  });
  const shared = await client.request("GET /device-groups/:groupId/users", { groupId: group.id });
  const devices = await client.request("GET /devices");
  const unknown = await refusal(client.request("DELETE /users/:userid", { userid: "nobody" }));
  await client.request("DELETE /device-groups/:groupId/users/:userid", {
    groupId: group.id,
    userid: "somebody",
  });
  await client.request("DELETE /device-groups/:groupId", { groupId: group.id });
  await client.request("DELETE /users/:userid", { userid: "somebody" });
  const users = await client.request("GET /users");
  const groups = await client.request("GET /device-groups");
  return {
    group: { ...group, id: "", createdAt: "" },
    user: { ...user, createdAt: "" },
    refusals: [exists, taken, unknown],
    shared,
    devices: devices.filter(({ id }) => id === deviceId),
    users: users.map(({ id, rights }) => ({ id, rights })),
    groups: groups.map(({ name }) => name),
  };
}

async function refusal(request: Promise<unknown>): Promise<string> {
  return await request.then(() => "done", (problem: { code: string }) => problem.code);
}
