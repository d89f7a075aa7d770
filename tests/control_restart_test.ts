import assert from "node:assert/strict";
import { ReconnectingControlClient } from "../control/mod.ts";
import { startTestServer } from "./test_server.ts";
import { wsTransport } from "../transport/ws.ts";

Deno.test("a client outlives a server that was killed, and says where its events have a gap", async () => {
  await using test = await startTestServer();
  const { server } = test;
  await using connection = await ReconnectingControlClient.connect({
    url: server.webSocketUrl,
    ...server.admin,
    login: "header",
    webSocket: wsTransport(),
    timeout: 5000,
    backOff: { firstDelay: 100, maxDelay: 500 },
  });
  const events = connection.events();
  const client = await connection.client();
  const underWay = Array.from({ length: 20 }, () =>
    // Some may be answered before the server is gone.
    client.devices().then(() => "answered", (error) => error.code));
  await server.kill();
  assert.equal((await client.closed).code, "connection-closed");
  for (const outcome of await Promise.all(underWay)) {
    assert.ok(["answered", "connection-closed"].includes(outcome), outcome);
  }
  await assert.rejects(client.devices(), { code: "connection-closed" });
  assert.equal(connection.connected, false);
  const started = server.restart();
  const again = await connection.client({ signal: AbortSignal.timeout(60_000) });
  await started;
  assert.equal(connection.connected, true);
  assert.ok((await again.deviceGroups()).some(({ name }) => name === "tests"));

  const group = await again.addDeviceGroup("after");
  let gap = false;
  for await (const event of events) {
    if (event.action === "reconnected") gap = true;
    if (event.action === "createmesh" && event["meshid"] === group.id) break;
  }
  assert.ok(gap);
});
