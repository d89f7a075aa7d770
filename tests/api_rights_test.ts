import assert from "node:assert/strict";
import { createApi } from "../api/mod.ts";
import { routes } from "../api/routes/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startTestServer } from "./test_server.ts";

Deno.test("an account without rights is told so by every route that reads, and waits for nothing", async (t) => {
  await using server = await startTestServer();
  await using operator = await server.operator();
  await operator.addUser({ username: "nobody", password: "Nobody-at-all-1" });
  await operator.addDeviceGroup("theirs");
  await using api = createApi({
    meshcentral: server.server.webSocketUrl,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
    webSocket: wsTransport(),
    timeout: 8_000,
  });
  const login = await api.fetch(
    new Request("http://localhost/mobile-auth", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "nobody", password: "Nobody-at-all-1" }),
    }),
  );
  const authorization = `Bearer ${(await login.json()).token}`;
  const [group] = await operator.deviceGroups();
  const ids: Readonly<Record<string, string>> = {
    groupId: group?.id.split("/").at(-1) ?? "",
    userid: "admin",
    deviceId: "x".repeat(64),
  };
  for (const key of Object.keys(routes)) {
    const [method, path = ""] = key.split(" ");
    if (method !== "GET") continue;
    const named = path.replace(
      /:(\w+)/g,
      (_, name) => encodeURIComponent(ids[name] ?? "a".repeat(64)),
    );
    await t.step(key, async () => {
      const begun = performance.now();
      const response = await api.fetch(
        new Request(`http://localhost${named}`, { headers: { authorization } }),
      );
      const answer = await response.json();
      assert.ok(response.status < 500, `${response.status} ${JSON.stringify(answer)}`);
      assert.ok(performance.now() - begun < 5_000);
      if (key === "GET /events") {
        assert.deepEqual([response.status, answer.code], [403, "forbidden"]);
      }
    });
  }
});
