import assert from "node:assert/strict";
import { Redis } from "ioredis";
import { fakeBackend } from "../api/fake_backend_test.ts";
import { type Api, type ApiOptions, createApi, redisStore } from "../api/mod.ts";
import { startRedis } from "./redis.ts";

const jwtSecret = "a secret for tests that has enough bytes";

/** An instance of the API with a connection of its own, as the server of the package makes it. */
function instance(url: string, options: Partial<ApiOptions> = {}): Api & Disposable {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  redis.on("error", () => {});
  const userInfo = { _id: "user//alice", name: "alice" };
  const api = createApi({
    meshcentral: "wss://mesh.example.com",
    jwtSecret,
    backend: fakeBackend({ userInfo } as never),
    store: redisStore(redis),
    ...options,
  });
  return { ...api, [Symbol.dispose]: () => redis.disconnect() };
}

async function ask(api: Api, path: string, token?: string, body?: object) {
  const begun = performance.now();
  const response = await api.fetch(
    new Request(`http://localhost/api${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  const json = text === "" ? {} : JSON.parse(text);
  return { status: response.status, code: json.code, json, ms: performance.now() - begun };
}

async function logIn(api: Api): Promise<string> {
  while (true) { // until its connection is there
    const { status, json } = await ask(api, "/mobile-auth", undefined, LOGIN);
    if (status === 200) return json.token;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const LOGIN = { username: "alice", password: "x" };

/** A stream of events that is read all the time. */
async function follow(api: Api, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const url = "http://localhost/api/events/stream";
  const response = await api.fetch(new Request(url, { headers }));
  assert.equal(response.status, 200);
  const stream = { text: "", isOpen: true, ended: Promise.resolve() };
  stream.ended = (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) stream.text += decoder.decode(bytes);
    stream.isOpen = false;
  })();
  return stream;
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

for (const failure of ["stopped", "killed"] as const) {
  test(`with Redis ${failure}, requests get a 503 that names it, and what is open stays open`, async () => {
    await using redis = await startRedis();
    using api = instance(redis.url);
    using other = instance(redis.url);
    const [token, revoked] = [await logIn(api), await logIn(api)];
    await logIn(other);
    const stream = await follow(api, token);
    await redis.fail(failure);
    const answers = await Promise.all([
      ask(api, "/me", token),
      ask(api, "/mobile-auth", undefined, LOGIN),
      ask(api, "/devices", token),
      ask(other, "/me", token),
      ask(api, "/health"),
    ]);
    for (const { status, code, json, ms } of answers) {
      assert.deepEqual([status, code], [503, "store_unavailable"]);
      assert.match(json.detail, /Redis/);
      assert.ok(ms < 2_000, `${ms} ms`);
    }
    assert.equal((await ask(api, "/health?live")).status, 200);
    const logout = await ask(other, "/auth/logout", revoked, {});
    assert.deepEqual([logout.status, logout.code], [503, "store_unavailable"]);
    await new Promise((resolve) => setTimeout(resolve, 4_500)); // two looks at the session
    assert.ok(stream.isOpen, stream.text);

    await redis.recover();
    for (const instance of [api, other]) {
      while ((await ask(instance, "/health")).status !== 200) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    assert.equal((await ask(api, "/me", token)).status, 200);
    assert.ok(stream.isOpen);
    // Logged out at the other instance, the session ends here.
    assert.equal((await ask(other, "/auth/logout", token, {})).status, 204);
    await stream.ended;
    assert.match(stream.text, /event: end/);
    const ended = await ask(api, "/me", token);
    assert.deepEqual([ended.status, ended.code], [401, "session_ended"]);
  });
}

test("a session that was ended while the store was away is not accepted when it is back", async () => {
  await using redis = await startRedis();
  using api = instance(redis.url);
  using other = instance(redis.url);
  const token = await logIn(api);
  await logIn(other);
  const stream = await follow(api, token);
  assert.equal((await ask(other, "/auth/logout", token, {})).status, 204);
  await redis.fail("stopped");
  const { status, code } = await ask(api, "/me", token);
  assert.deepEqual([status, code], [503, "store_unavailable"]);
  await redis.recover();
  await stream.ended;
  assert.match(stream.text, /event: end/);
  while (true) {
    const { status, code } = await ask(api, "/me", token);
    if (status === 503) continue;
    assert.deepEqual([status, code], [401, "session_ended"]);
    break;
  }
});

test("a stream ends when the store stays away, and does not say that the session has ended", async () => {
  await using redis = await startRedis();
  using api = instance(redis.url, { storeGrace: 1_000 });
  const stream = await follow(api, await logIn(api));
  await redis.fail("killed");
  await stream.ended;
  assert.doesNotMatch(stream.text, /event: end/);
});
