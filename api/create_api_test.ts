import assert from "node:assert/strict";
import { ControlError, type Device } from "../control/mod.ts";
import type { DeviceTunnel } from "./backend.ts";
import { ApiConfigError } from "./config_error.ts";
import { createApi } from "./create_api.ts";
import { ApiError } from "./errors.ts";
import { fakeBackend } from "./fake_backend_test.ts";
import type { Api, ApiOptions } from "./options.ts";

const jwtSecret = "a secret for tests that has enough bytes";

function make(options: Partial<ApiOptions> = {}): Api {
  return createApi({
    meshcentral: "wss://mesh.example.com",
    jwtSecret,
    backend: fakeBackend(),
    ...options,
  });
}

async function ask(api: Api, path: string, init: RequestInit = {}) {
  const response = await api.fetch(new Request(`http://localhost${path}`, init));
  const text = await response.text();
  return { response, status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

async function logIn(api: Api, body: object = {}): Promise<string> {
  const answer = await ask(
    api,
    "/mobile-auth",
    post({ username: "alice", password: "x", ...body }),
  );
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.token;
}

function post(body: object, token?: string): RequestInit {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers: Record<string, string> = { "content-type": "application/json" };
  return {
    method: "POST",
    headers: { ...headers, ...authorization as Record<string, string> },
    body: JSON.stringify(body),
  };
}

Deno.test("a secret of under 32 bytes is refused, and it says how to make one", () => {
  assert.throws(() => make({ jwtSecret: "x".repeat(31) }), (error) => {
    assert.ok(error instanceof ApiConfigError);
    return /31 bytes; at least 32.*openssl rand -base64 48/s.test(error.message);
  });
  assert.throws(() => make({ jwtSecret: [] }), ApiConfigError);
  assert.throws(() => make({ jwtSecret: [jwtSecret, "short"] }), ApiConfigError);
});

Deno.test("every route is there with and without the prefix that proxies strip", async () => {
  const api = make();
  for (const path of ["/api/health", "/health"]) assert.equal((await ask(api, path)).status, 200);
  for (const path of ["/api/devices", "/devices"]) {
    const { status, body, response } = await ask(api, path);
    assert.deepEqual([status, body.code], [401, "unauthorized"]);
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
  }
});

Deno.test("unknown paths, other methods, other types and long bodies are told so", async () => {
  const api = make();
  assert.deepEqual((await ask(api, "/api/nothing")).body.code, "not_found");
  const other = await ask(api, "/api/mobile-auth", { method: "PUT" });
  assert.deepEqual([other.status, other.body.code], [405, "method_not_allowed"]);
  assert.equal(other.response.headers.get("allow"), "POST");
  const form = await ask(api, "/api/mobile-auth", { method: "POST", body: "username=a" });
  assert.deepEqual([form.status, form.body.code], [400, "invalid"]);
  assert.match(form.body.detail, /application\/json/);
  const broken = await ask(api, "/api/mobile-auth", { ...post({}), body: "{" });
  assert.deepEqual([broken.status, broken.body.code], [400, "invalid"]);
  const long = await ask(api, "/api/mobile-auth", post({ username: "a".repeat(200_000) }));
  assert.deepEqual([long.status, long.body.code], [413, "too_large"]);
});

Deno.test("each place that is wrong is named", async () => {
  const api = make();
  const { body } = await ask(api, "/api/mobile-auth", post({ username: 1, scope: "all", more: 1 }));
  assert.deepEqual(
    body.errors.map(({ path }: { path: string }) => path).sort(),
    ["body.more", "body.password", "body.scope", "body.username"],
  );
});

Deno.test("a devices answer of [{}] counts as failed authentication", async () => {
  const api = make({
    backend: fakeBackend({ devices: () => Promise.resolve([{}] as never) }),
  });
  const headers = { authorization: `Bearer ${await logIn(api)}` };
  const { status, body } = await ask(api, "/api/devices", { headers });
  assert.deepEqual([status, body.code], [401, "session_ended"]);
});

Deno.test("after a logout none of the session's tokens is good, renewed ones too", async () => {
  const api = make({ backend: fakeBackend({ devices: () => Promise.resolve([]) }) });
  const token = await logIn(api);
  const renewed = (await ask(api, "/api/auth/renew", post({}, token))).body.token;
  const other = await logIn(api);
  assert.equal((await ask(api, "/api/auth/logout", post({}, renewed))).status, 204);
  const list = (token: string) =>
    ask(api, "/api/devices", { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await list(token)).body.code, "session_ended");
  assert.equal((await list(renewed)).body.code, "session_ended");
  assert.equal((await list(other)).status, 200);
});

Deno.test("only pages that are listed may call it, and answers are not for others' frames", async () => {
  const api = make({ cors: ["https://console.example.com"] });
  const from = (origin: string) => ask(api, "/api/health", { headers: { origin } });
  const listed = await from("https://console.example.com");
  assert.equal(
    listed.response.headers.get("access-control-allow-origin"),
    "https://console.example.com",
  );
  const evil = await from("https://evil.example");
  assert.equal(evil.response.headers.get("access-control-allow-origin"), null);
  assert.equal(evil.response.headers.get("x-content-type-options"), "nosniff");
  assert.equal(evil.response.headers.get("access-control-allow-credentials"), null);
});

Deno.test("what was measured names the route, not what stood in its place", async () => {
  const routes: string[] = [];
  const api = make({
    onRequest: ({ method, route, status }) => routes.push(`${method} ${route} ${status}`),
  });
  await ask(api, "/api/devices/secret-id");
  assert.deepEqual(routes, ["GET /api/devices/:id 401"]);
});

Deno.test("the reference page needs nothing from elsewhere, and runs no inline script", async () => {
  const api = make();
  const response = await api.fetch(new Request("http://localhost/api/docs"));
  const html = await response.text();
  assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.doesNotMatch(html, /https?:\/\//);
  assert.doesNotMatch(html, /<script(?![^>]*src=)/);
  for (const file of ["style.css", "script.js"]) {
    const part = await api.fetch(new Request(`http://localhost/api/docs/${file}`));
    assert.equal(part.status, 200);
    await part.body?.cancel();
  }
});

Deno.test("who tries to log in while MeshCentral is away is not locked out for it", async () => {
  const away = new ApiError("unavailable", "MeshCentral is away.", { retryAfter: 5 });
  const api = make({ backend: { ...fakeBackend(), login: () => Promise.reject(away) } });
  for (let tries = 0; tries < 40; tries++) {
    const { status } = await ask(api, "/mobile-auth", post({ username: "alice", password: "x" }));
    assert.equal(status, 503);
  }
});

Deno.test("a device that says nothing in a files tunnel is given up, and its tunnel closed", async () => {
  let closed = 0;
  const device = { id: "node//d", online: true } as Device;
  const silent: DeviceTunnel = {
    send: () => Promise.resolve(),
    close: () => closed++,
    frames: (async function* () {
      yield "c";
      await new Promise(() => {});
    })(),
  };
  const backend = {
    ...fakeBackend({ device: () => Promise.resolve(device) }),
    tunnel: () => Promise.resolve(silent),
  };
  const api = make({ backend, timeout: 50 });
  const headers = { authorization: `Bearer ${await logIn(api)}` };
  const { status, body } = await ask(api, "/devices/d/files/content?path=/a", { headers });
  assert.deepEqual([status, body.code], [504, "timeout"]);
  assert.ok(closed > 0);
});

Deno.test("the person at a device who refused, or did not answer, has a status of their own", async () => {
  const device = { id: "node//d", online: true } as Device;
  const cases = [
    ["consent-refused", 403, "consent_refused"],
    ["consent-unanswered", 409, "consent_unanswered"],
    ["not-available", 501, "not_available"],
  ] as const;
  for (const [code, status, expected] of cases) {
    const error = new ControlError(code, "The person at the device d did something.");
    const fail = () => Promise.reject(error);
    const operator = { device: () => Promise.resolve(device), clipboard: fail, setClipboard: fail };
    const commands = () => Promise.resolve([{ deviceId: "node//d", error }]);
    const backend = fakeBackend({ ...operator, openUrlOnDevice: fail, runCommand: commands });
    const api = make({ backend });
    const token = await logIn(api);
    const requests = [
      ask(api, "/devices/d/clipboard", { headers: { authorization: `Bearer ${token}` } }),
      ask(api, "/devices/d/clipboard", { ...post({ text: "a" }, token), method: "PUT" }),
      ask(api, "/devices/d/open-url", post({ url: "https://example.com/" }, token)),
      ask(api, "/devices/d/commands", post({ command: "help", wait: true }, token)),
    ];
    for (const answer of await Promise.all(requests)) {
      assert.deepEqual([answer.status, answer.body.code], [status, expected]);
      assert.match(answer.body.detail, /^The person at the device d/);
    }
  }
});

Deno.test("what no report or list of events can be asked for is the client's mistake", async () => {
  const api = make();
  const headers = { authorization: `Bearer ${await logIn(api)}` };
  const times = "start=2026-02-01T00:00:00Z&end=2026-01-01T00:00:00Z";
  for (const path of ["/events?userId=admin&deviceId=xyz", `/reports/sessions?${times}`]) {
    const { status, body } = await ask(api, path, { headers });
    assert.deepEqual([status, body.code], [400, "invalid"], path);
  }
});

Deno.test("limits that do not exist, or are no number, are refused with a hint", () => {
  const limits = (value: object) => () => make({ limits: value });
  assert.throws(limits({ tunnelsOfSesion: 3 }), /tunnelsOfSession/);
  for (const most of [0, -1, 1.5, NaN, Infinity, "3", null]) {
    assert.throws(limits({ streamsOfAddress: most }), ApiConfigError, String(most));
  }
});

Deno.test("so many event streams of one login, and no more", async () => {
  const api = make({ limits: { streamsOfSession: 2 } });
  const headers = { authorization: `Bearer ${await logIn(api)}` };
  const open = () => api.fetch(new Request("http://localhost/api/events/stream", { headers }));
  const streams = [await open(), await open()];
  const refused = await open();
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "10"]);
  assert.match((await refused.json()).detail, /There are 2 event streams of this login/);
  await streams[0]?.body?.cancel();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await open()).status, 200);
});

Deno.test("what clients send makes no new label of a metric", async () => {
  const labels = new Set<string>();
  const api = make({
    onRequest: ({ method, route, status }) => labels.add(`${method} ${route} ${status}`),
  });
  const random = () => crypto.randomUUID().replaceAll("-", "");
  for (let count = 0; count < 300; count++) {
    const method = ["GET", "POST", "PUT", random(), "get", `M${random()}`][count % 6] ?? "";
    const path =
      ["/api/devices", `/api/devices/${random()}`, `/${random()}/${random()}`][count % 3];
    const headers = { host: `${random()}.example`, authorization: `Bearer ${random()}` };
    const body = method === "POST" ? JSON.stringify({ username: random(), password: "x" }) : null;
    const request = new Request(`http://${random()}.example${path}?${random()}=1`, {
      method,
      headers,
      body,
    });
    await (await api.fetch(request)).body?.cancel();
  }
  assert.ok(labels.size <= 24, `${labels.size}: ${[...labels].slice(0, 30).join("\n")}`);
});

Deno.test("a login behind a proxy works with every form of an address that proxies send", async () => {
  const addresses = [
    "9.9.9.4:51234",
    "[2001:db8::1]:443",
    "::ffff:9.9.9.4",
    "junk",
    "fe80::1%eth0",
    "",
  ];
  const api = make({ trustedProxies: ["127.0.0.1"] });
  for (const address of [...addresses, '"', "for=x", "[", "1.2.3.4, [::1]:99999"]) {
    for (const header of ["x-forwarded-for", "forwarded"]) {
      const init = post({ username: `user${address}`, password: "x" });
      const headers = { ...init.headers as Record<string, string>, [header]: address };
      const request = new Request("http://localhost/mobile-auth", { ...init, headers });
      const response = await api.fetch(request, { address: "127.0.0.1" });
      assert.equal(response.status, 200, `${header}: ${address}: ${await response.text()}`);
    }
  }
});

Deno.test("headers hold no other host to TLS, and no proxy may change a stream", async () => {
  const api = make();
  const { response } = await ask(api, "/api/health");
  assert.equal(response.headers.get("strict-transport-security"), "max-age=15552000");
  const authorization = `Bearer ${await logIn(api)}`;
  const stream = await api.fetch(
    new Request("http://localhost/api/events/stream", { headers: { authorization } }),
  );
  assert.equal(stream.headers.get("cache-control"), "no-store, no-transform");
  await stream.body?.cancel();
});
