import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer } from "ws";
import { type ApiClient, createApiClient } from "../api/client/mod.ts";
import { type Api, ControlBackend, createApi } from "../api/mod.ts";
import { type WebSocketFactory, wsTransport } from "../transport/ws.ts";
import { startTestServer } from "./test_server.ts";
import { until } from "./until.ts";

const jwtSecret = crypto.randomUUID() + crypto.randomUUID();

/** A transport that knows how many of its sockets are not closed. */
function countingTransport(): { webSocket: WebSocketFactory; open: () => number } {
  const transport = wsTransport();
  let open = 0;
  return {
    open: () => open,
    webSocket: (url, request) => {
      const socket = transport(url, request);
      open++;
      socket.addEventListener("close", () => open--);
      return socket;
    },
  };
}

function clientOf(api: Api, token?: string): ApiClient {
  return createApiClient("http://api.example/api", { fetch: api.fetch, token });
}

Deno.test("MeshCentral killed and restarted under load: 503 and Retry-After, then it goes on", async () => {
  await using server = await startTestServer();
  const counting = countingTransport();
  const backend = new ControlBackend({
    url: server.server.webSocketUrl,
    webSocket: counting.webSocket,
  });
  await using api = createApi({ meshcentral: server.server.webSocketUrl, jwtSecret, backend });
  const unhandled: unknown[] = [];
  const note = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
  globalThis.addEventListener("unhandledrejection", note);
  const client = clientOf(api);
  await client.logIn(server.server.admin);
  const answers: Response[] = [];
  let on = true;
  const work = async () => {
    while (on) {
      const request = new Request("http://api.example/api/devices", {
        headers: { authorization: `Bearer ${client.token}` },
      });
      const response = await api.fetch(request);
      await response.body?.cancel();
      answers.push(response);
      await sleep(response.ok ? 1 : 20);
    }
  };
  const workers = Array.from({ length: 16 }, work);
  await sleep(300);
  await server.server.kill();
  await until(() => Promise.resolve(answers.some(({ status }) => status === 503) || undefined));
  await sleep(500);
  await server.server.restart();
  const restarted = answers.length;
  await until(() =>
    Promise.resolve(answers.slice(restarted).some(({ status }) => status === 200) || undefined)
  );
  await sleep(300);
  on = false;
  await Promise.all(workers);
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [200, 503]);
  for (const { status, headers } of answers) {
    if (status === 200) continue;
    assert.equal(headers.get("content-type"), "application/problem+json");
    assert.ok(Number(headers.get("retry-after")) > 0);
  }
  assert.deepEqual(answers.slice(-16).map(({ status }) => status), Array(16).fill(200));
  assert.deepEqual(unhandled, []);
  assert.deepEqual([backend.connections, counting.open()], [1, 1]);
  await client.logOut();
  await until(() => Promise.resolve(counting.open() === 0 || undefined));
  globalThis.removeEventListener("unhandledrejection", note);
});

Deno.test("a MeshCentral that says nothing makes no request wait longer than the time-out", async () => {
  const silent = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(silent, "listening");
  silent.on("connection", (socket) => {
    socket.send(JSON.stringify({ action: "serverinfo", serverinfo: { domain: "", name: "x" } }));
    socket.send(JSON.stringify({ action: "userinfo", userinfo: { _id: "user//a", name: "a" } }));
    socket.on("message", (data) => {
      const { action, name } = JSON.parse(String(data));
      if (action !== "createLoginToken") return;
      const token = { tokenUser: "~t:a", tokenPass: "secret", created: 1, expire: 2, name };
      socket.send(JSON.stringify({ action, ...token }));
    });
  });
  const { port } = silent.address() as { port: number };
  const meshcentral = `ws://127.0.0.1:${port}`;
  const webSocket = wsTransport();
  await using api = createApi({ meshcentral, jwtSecret, webSocket, timeout: 500 });
  const client = clientOf(api);
  await client.logIn({ username: "a", password: "a" });
  const { paths } = await api.openapi() as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const waits = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter(() => !/stream|health|auth/.test(path) && !path.endsWith("/me"))
      .map(async (method) => {
        const begun = performance.now();
        const response = await api.fetch(
          new Request(`http://api.example${path.replace(/\{\w+\}/g, "x")}`, {
            method: method.toUpperCase(),
            headers: {
              authorization: `Bearer ${client.token}`,
              "content-type": "application/json",
            },
            ...(/^p/.test(method) ? { body: "{}" } : {}),
          }),
        );
        await response.body?.cancel();
        assert.ok(performance.now() - begun < 5_000, `${method} ${path}`);
        return `${response.status}`;
      })
  );
  const statuses = new Set(await Promise.all(waits));
  assert.ok(statuses.has("504"));
  for (const status of statuses) assert.match(status, /^(400|404|501|504|200)$/);
  await api.close();
  silent.close();
});

Deno.test("two users at once never see each other's answers", async () => {
  await using server = await startTestServer();
  const webSocket = wsTransport();
  await using api = createApi({ meshcentral: server.server.webSocketUrl, jwtSecret, webSocket });
  const admin = clientOf(api);
  await admin.logIn(server.server.admin);
  const users = await Promise.all(["ann", "ben"].map(async (username) => {
    const password = crypto.randomUUID();
    await admin.request("POST /users", { username, password });
    const { id } = await admin.request("POST /device-groups", { name: `of ${username}` });
    await admin.request("POST /device-groups/:groupId/users", {
      groupId: id,
      userid: username,
      rights: 8,
    });
    const client = clientOf(api);
    await client.logIn({ username, password });
    return { username, client };
  }));
  await Promise.all(Array.from({ length: 100 }, async () => {
    await Promise.all(users.map(async ({ username, client }) => {
      const groups = await client.request("GET /device-groups");
      assert.deepEqual(groups.map(({ name }) => name), [`of ${username}`]);
      assert.equal((await client.request("GET /me")).name, username);
    }));
  }));
});

Deno.test("too many failed logins are told to wait, also one who then knows the password", async () => {
  await using server = await startTestServer();
  const webSocket = wsTransport();
  await using api = createApi({ meshcentral: server.server.webSocketUrl, jwtSecret, webSocket });
  const { username, password } = server.server.admin;
  const from = (address: string) => (body: object) =>
    api.fetch(
      new Request("http://api.example/api/mobile-auth", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
      { address },
    );
  const bad = from("192.0.2.66");
  const statuses = [];
  for (let index = 0; index < 7; index++) {
    const response = await bad({ username, password: "guessed" });
    statuses.push(response.status);
    await response.body?.cancel();
  }
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 401, 429]);
  const refused = await bad({ username, password });
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  await refused.body?.cancel();
  const good = await from("192.0.2.1")({ username, password });
  assert.equal(good.status, 200);
  await good.body?.cancel();
});
