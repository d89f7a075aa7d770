/**
 * Every route of the REST API against a real MeshCentral with a native agent: what it does, and what
 * it says to wrong input, to who lacks the right, and of what does not exist.
 *
 * @module
 */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type ApiClient, type ApiProblem, createApiClient } from "../../api/client/mod.ts";
import type { TestServer } from "../test_server.ts";
import { until } from "../until.ts";
import { checkedFetch } from "./checked_fetch.ts";

/** An API to be tested. */
export interface ApiTarget {
  /** With `/api`. */
  readonly url: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly server: TestServer;
  /** A device with a native agent that is connected. */
  readonly deviceId: string;
  /** Other paths under which it is served, to be seen to answer. */
  readonly alsoAt?: readonly string[];
}

const UNKNOWN = "A".repeat(64);

/** Runs all of it. */
export async function apiSuite(t: Deno.TestContext, target: ApiTarget): Promise<void> {
  const { server, deviceId } = target;
  const { fetch, seen } = await checkedFetch(target.url, target.fetch);
  const open = () => createApiClient(target.url, { fetch });
  const admin = open();
  const limited = open();
  const unique = crypto.randomUUID().slice(0, 8);
  const groupId = server.enrollment.meshId;

  await t.step("logging in checks the credentials against MeshCentral", async () => {
    const session = await admin.logIn(server.server.admin);
    assert.equal(session.user.id, server.server.admin.username);
    const left = Date.parse(session.expiresAt) - Date.now();
    assert.ok(left > 3590_000 && left <= 3600_000, `${left} ms`);
    await fails(open().logIn({ username: "admin", password: "wrong" }), 401, "invalid_login");
    await fails(open().logIn({ username: "", password: "x" }), 400, "invalid");
    assert.equal((await admin.request("GET /me")).rights, 0xffff_ffff);
  });

  await t.step(
    "an account is made, changed, and may only do what MeshCentral lets it",
    async () => {
      const password = crypto.randomUUID();
      const user = await admin.request("POST /users", {
        username: `User${unique}`,
        password,
        realName: "A user",
        email: `${unique}@example.com`,
      });
      assert.deepEqual([user.id, user.realName, user.rights], [`user${unique}`, "A user", 0]);
      await fails(
        admin.request("POST /users", { username: `uSER${unique}`, password }),
        409,
        "exists",
      );
      await fails(admin.request("POST /users", { username: "a b", password }), 400, "invalid");

      const userid = user.id;
      const changed = await admin.request("PATCH /users/:userid", { userid, realName: "Changed" });
      assert.equal(changed.realName, "Changed");
      assert.equal((await admin.request("GET /users/:userid", { userid })).realName, "Changed");
      const other = crypto.randomUUID();
      await admin.request("PUT /users/:userid/password", { userid, password: other });
      await fails(open().logIn({ username: userid, password }), 401, "invalid_login");
      await limited.logIn({ username: userid, password: other });
      await fails(admin.request("GET /users/:userid", { userid: UNKNOWN }), 404, "not_found");
      await fails(
        admin.request("PATCH /users/:userid", { userid: UNKNOWN, realName: "x" }),
        404,
        "not_found",
      );

      const locked = await admin.request("PATCH /users/:userid", { userid, locked: true });
      assert.equal(locked.locked, true);
      await fails(open().logIn({ username: userid, password: other }), 401, "invalid_login");
      await admin.request("PATCH /users/:userid", { userid, locked: false });
      await limited.logIn({ username: userid, password: other });
      const { items, total } = await admin.page("GET /users", { limit: 1 });
      assert.ok(items.length === 1 && total >= 2);
      assert.ok((await admin.request("GET /sessions")).some((s) => s.userid === "admin"));
    },
  );

  await t.step("who has no rights sees nothing and changes nothing", async () => {
    assert.deepEqual(await limited.request("GET /devices"), []);
    assert.deepEqual(await limited.request("GET /device-groups"), []);
    await fails(limited.request("GET /users"), 403, "forbidden");
    await fails(
      limited.request("POST /users", { username: `x${unique}`, password: "xxxxxxxx" }),
      403,
      "forbidden",
    );
    await fails(limited.request("GET /devices/:id", { id: deviceId }), 404, "not_found");
    await fails(limited.request("DELETE /devices/:id", { id: deviceId }), 404, "not_found");
    await fails(
      limited.request("POST /devices/:id/commands", { id: deviceId, command: "id" }),
      404,
      "not_found",
    );
    await fails(
      limited.request("POST /devices/:id/power", { id: deviceId, operation: "off" }),
      404,
      "not_found",
    );
    await fails(
      limited.request("DELETE /device-groups/:groupId", { groupId }),
      404,
      "not_found",
    );
    await fails(limited.request("POST /user-groups", { name: "x" }), 403, "forbidden");
    await fails(limited.request("POST /broadcast", { message: "x" }), 403, "forbidden");
  });

  await t.step("the list of devices has the members that were promised first", async () => {
    const devices = await admin.request("GET /devices");
    const device = devices.find(({ id }) => id === deviceId);
    assert.ok(device, JSON.stringify(devices));
    assert.deepEqual(
      Object.keys(device).slice(0, 6),
      ["id", "name", "icon", "conn", "pwr", "group"],
    );
    assert.deepEqual([device.conn, device.pwr, device.online], [1, 1, true]);
    assert.equal((await admin.request("GET /devices", { online: false })).length, 0);
    assert.equal((await admin.request("GET /devices", { groupId })).length, devices.length);
    assert.equal((await admin.request("GET /devices", { filter: device.name })).length > 0, true);
    assert.equal((await admin.request("GET /devices", { filter: "no such text" })).length, 0);
    await fails(admin.request("GET /devices", { limit: -1 }), 400, "invalid");
    await fails(admin.request("GET /devices/:id", { id: UNKNOWN }), 404, "not_found");
    const full = await admin.request("GET /devices/:id", { id: `node//${deviceId}` });
    assert.equal(full.name, device.name);
  });

  await t.step("an unchanged list is not sent again", async () => {
    const request = (etag = "") =>
      new Request(`${target.url}/device-groups`, {
        headers: { authorization: `Bearer ${admin.token}`, "if-none-match": etag },
      });
    const first = await target.fetch(request());
    await first.body?.cancel();
    const second = await target.fetch(request(first.headers.get("etag") ?? ""));
    assert.equal(second.status, 304);
  });

  await t.step("device groups are made once, changed, shared and removed", async () => {
    const name = `group ${unique}`;
    const group = await admin.request("POST /device-groups", { name, description: "by a test" });
    await fails(admin.request("POST /device-groups", { name }), 409, "exists");
    await fails(admin.request("POST /device-groups", { name: "" }), 400, "invalid");
    const changed = await admin.request("PATCH /device-groups/:groupId", {
      groupId: group.id,
      description: "changed",
      consent: 8,
      flags: 2,
    });
    assert.deepEqual([changed.description, changed.consent, changed.flags], ["changed", 8, 2]);
    assert.equal(
      (await admin.request("GET /device-groups/:groupId", { groupId: `mesh//${group.id}` })).name,
      name,
    );
    const userid = `user${unique}`;
    await admin.request("POST /device-groups/:groupId/users", {
      groupId: group.id,
      userid,
      rights: 8,
    });
    const users = await admin.request("GET /device-groups/:groupId/users", { groupId: group.id });
    assert.deepEqual(users.find((user) => user.userid === userid)?.rights, 8);
    assert.equal((await limited.request("GET /device-groups")).length, 1);
    await fails(
      limited.request("PATCH /device-groups/:groupId", { groupId: group.id, description: "x" }),
      403,
      "forbidden",
    );
    const removal = { groupId: group.id, userid };
    await admin.request("DELETE /device-groups/:groupId/users/:userid", removal);
    await fails(
      admin.request("DELETE /device-groups/:groupId/users/:userid", removal),
      404,
      "not_found",
    );
    await fails(
      admin.request("POST /device-groups/:groupId/users", {
        groupId: group.id,
        userid: "nobody-at-all",
        rights: 8,
      }),
      404,
      "not_found",
    );
    const { url } = await admin.request("POST /device-groups/:groupId/invite-link", {
      groupId: group.id,
      hours: 1,
    });
    assert.match(url, /^https?:\/\//);
    const agent = await admin.request("GET /device-groups/:groupId/agent", {
      groupId: group.id,
      type: 6,
    });
    assert.match(agent.url, /meshagents\?id=6/);
    await admin.request("DELETE /device-groups/:groupId", { groupId: group.id });
    await fails(
      admin.request("DELETE /device-groups/:groupId", { groupId: group.id }),
      404,
      "not_found",
    );
    await fails(admin.request("DELETE /device-groups/:groupId", { groupId }), 409, "conflict");
  });

  await t.step("user groups have users, and rights on groups and devices", async () => {
    const name = `people ${unique}`;
    const { id } = await admin.request("POST /user-groups", { name });
    await fails(admin.request("POST /user-groups", { name }), 409, "exists");
    const edited = await admin.request("PATCH /user-groups/:id", { id, description: "changed" });
    assert.equal(edited.description, "changed");
    const memberId = `user${unique}`;
    const withUser = await admin.request("POST /user-groups/:id/members", { id, memberId });
    assert.deepEqual(withUser.users, [memberId]);
    const meshId = `mesh//${groupId}`;
    const withGroup = await admin.request("POST /user-groups/:id/members", {
      id,
      memberId: meshId,
      rights: 8 + 16,
    });
    assert.deepEqual(withGroup.deviceGroups, [{ id: groupId, rights: 24 }]);
    assert.equal(
      (await limited.request("GET /devices")).some((device) => device.id === deviceId),
      true,
    );
    await admin.request("DELETE /user-groups/:id/members/:memberId", { id, memberId: meshId });
    assert.deepEqual(await limited.request("GET /devices"), []);
    await fails(
      admin.request("DELETE /user-groups/:id/members/:memberId", { id, memberId: "nobody" }),
      404,
      "not_found",
    );
    await admin.request("DELETE /user-groups/:id/members", { id });
    assert.deepEqual((await admin.request("GET /user-groups/:id", { id })).users, []);
    assert.ok((await admin.request("GET /user-groups")).some((group) => group.id === id));
    await admin.request("DELETE /user-groups/:id", { id });
    await fails(admin.request("DELETE /user-groups/:id", { id }), 404, "not_found");
  });

  await t.step("a device is renamed, noted about, and given to a user", async () => {
    const before = await admin.request("GET /devices/:id", { id: deviceId });
    const edited = await admin.request("PATCH /devices/:id", {
      id: deviceId,
      description: "by a test",
      tags: ["one", "two"],
    });
    assert.deepEqual([edited.description, edited.tags], ["by a test", ["one", "two"]]);
    await fails(admin.request("PATCH /devices/:id", { id: deviceId }), 400, "invalid");
    await fails(admin.request("PATCH /devices/:id", { id: UNKNOWN, name: "x" }), 404, "not_found");
    await admin.request("PUT /devices/:id/notes", { id: deviceId, text: "a note" });
    assert.equal((await admin.request("GET /devices/:id/notes", { id: deviceId })).text, "a note");
    const userid = `user${unique}`;
    await admin.request("POST /devices/:id/users", { id: deviceId, userid, rights: 8 });
    assert.equal((await limited.request("GET /devices")).length, 1);
    await fails(
      limited.request("PATCH /devices/:id", { id: deviceId, name: "taken" }),
      403,
      "forbidden",
    );
    await admin.request("DELETE /devices/:id/users/:userid", { id: deviceId, userid });
    assert.deepEqual(await limited.request("GET /devices"), []);
    await admin.request("PATCH /devices/:id", { id: deviceId, name: before.name });
    const group = await admin.request("POST /device-groups", { name: `other ${unique}` });
    await admin.request("POST /devices/:id/move", { id: deviceId, groupId: group.id });
    assert.equal((await admin.request("GET /devices/:id", { id: deviceId })).groupId, group.id);
    await admin.request("POST /devices/:id/move", { id: deviceId, groupId });
    await admin.request("DELETE /device-groups/:groupId", { groupId: group.id });
  });

  await t.step("a command answers with what it wrote", async () => {
    const result = await admin.request("POST /devices/:id/commands", {
      id: deviceId,
      command: "echo from-the-device",
      shell: "sh",
      wait: true,
    });
    assert.match(result.output ?? "", /from-the-device/);
    const { lines } = await admin.request("POST /devices/:id/console", {
      id: deviceId,
      command: "osinfo",
    });
    assert.match(lines.join("\n"), /linux/i);
    await fails(
      admin.request("POST /devices/:id/commands", { id: deviceId, command: "" }),
      400,
      "invalid",
    );
    await fails(
      admin.request("POST /devices/:id/commands", { id: UNKNOWN, command: "id" }),
      404,
      "not_found",
    );
  });

  await t.step("what MeshCentral only promises is looked after", async () => {
    const toast = await admin.request("POST /devices/:id/toast", { id: deviceId, message: "hi" });
    assert.equal(toast.status, "accepted");
    await eventually(async () => {
      const { status } = await admin.request("GET /operations/:id", { id: toast.id });
      return status === "confirmed";
    });
    const message = await admin.request("POST /devices/:id/message", {
      id: deviceId,
      message: "hi",
    });
    assert.equal(message.kind, "message");
    await fails(limited.request("GET /operations/:id", { id: toast.id }), 404, "not_found");
    await fails(
      admin.request("POST /devices/:id/open-url", { id: deviceId, url: "javascript:alert(1)" }),
      400,
      "invalid",
    );
    const answer = await admin.request("POST /device-groups/:groupId/toast", {
      groupId,
      message: "hi",
    });
    assert.ok(answer.devices >= 1);
    const { devices } = await admin.request("POST /device-groups/:groupId/message", {
      groupId,
      message: "hi",
    });
    assert.equal(devices, answer.devices);
  });

  await t.step("files are written, listed, read, renamed and removed", async () => {
    const folder = `/tmp/cs-api-${unique}`;
    const id = deviceId;
    await admin.request("POST /devices/:id/files/folders", { id, path: folder });
    const bytes = new Uint8Array(300_000).map((_, index) => index % 251 === 0 ? 0x7b : index);
    const at = (path: string, init: RequestInit = {}) =>
      fetch(
        new Request(
          `${target.url}/devices/${encodeURIComponent(id)}/files/content?path=${
            encodeURIComponent(path)
          }`,
          {
            ...init,
            headers: { authorization: `Bearer ${admin.token}`, ...init.headers as object },
          },
        ),
      );
    const length = { "content-length": String(bytes.length) };
    const put = await at(`${folder}/a.bin`, { method: "PUT", body: bytes, headers: length });
    assert.equal(put.status, 201, await put.text());
    const listed = await admin.request("GET /devices/:id/files", { id, path: folder });
    assert.deepEqual(listed.map(({ name, type, size }) => [name, type, size]), [
      ["a.bin", "file", bytes.length],
    ]);
    const got = await at(`${folder}/a.bin`);
    assert.match(got.headers.get("content-disposition") ?? "", /^attachment; .*a\.bin/);
    assert.deepEqual(new Uint8Array(await got.arrayBuffer()), bytes);
    const missing = await at(`${folder}/none.bin`);
    assert.equal(missing.status, 404);
    await missing.body?.cancel();
    const rename = { id, path: `${folder}/a.bin`, name: "b.bin" };
    await admin.request("POST /devices/:id/files/rename", rename);
    await fails(admin.request("POST /devices/:id/files/rename", rename), 404, "not_found");
    await fails(
      admin.request("GET /devices/:id/files", { id, path: `${folder}/none` }),
      404,
      "not_found",
    );
    await admin.request("DELETE /devices/:id/files", { id, path: folder, recursive: true });
    await fails(
      admin.request("DELETE /devices/:id/files", { id, path: folder }),
      404,
      "not_found",
    );
    await fails(limited.request("GET /devices/:id/files", { id, path: "/" }), 404, "not_found");
  });

  await t.step("sharing links are made, listed and ended", async () => {
    const share = await admin.request("POST /devices/:id/shares", {
      id: deviceId,
      guestName: "A guest",
      types: ["terminal", "files"],
      expireMinutes: 5,
    });
    assert.match(share.url ?? "", /^https?:/);
    const listed = await admin.request("GET /devices/:id/shares", { id: deviceId });
    assert.ok(listed.some(({ id, guestName }) => id === share.id && guestName === "A guest"));
    await admin.request("DELETE /devices/:id/shares/:publicId", {
      id: deviceId,
      publicId: share.id,
    });
    await fails(
      admin.request("DELETE /devices/:id/shares/:publicId", { id: deviceId, publicId: share.id }),
      404,
      "not_found",
    );
  });

  await t.step("a web relay is refused: without relayDNS it would kill the server", async () => {
    const pid = server.server.pid;
    await fails(
      admin.request("POST /devices/:id/web-relay", { id: deviceId, type: "http", port: 80 }),
      501,
      "not_supported",
    );
    assert.equal(server.server.pid, pid);
  });

  await t.step("events, reports and broadcasts", async () => {
    const entries = await admin.request("GET /events", { limit: 10 });
    assert.ok(entries.length > 0 && entries.length <= 10);
    const ofDevice = await admin.request("GET /events", { deviceId, limit: 5 });
    assert.ok(ofDevice.every((entry) => entry.deviceId === deviceId));
    await admin.request("POST /broadcast", { message: "to everybody" });
    const report = await admin.request("GET /reports/:type", { type: "logins" });
    assert.ok(Array.isArray(report.columns));
    assert.equal((await admin.request("GET /server")).serverHash?.length, 96);
  });

  await t.step("the account's own login tokens and password", async () => {
    const token = await limited.request("POST /me/login-tokens", {
      name: "a program",
      expireMinutes: 5,
    });
    const byToken = open();
    await byToken.logIn({ username: token.tokenUser, password: token.tokenPass });
    assert.equal((await byToken.request("GET /me")).id, `user${unique}`);
    const tokens = await limited.request("GET /me/login-tokens");
    assert.ok(
      tokens.some(({ tokenUser, name }) => tokenUser === token.tokenUser && name === "a program"),
    );
    await limited.request("DELETE /me/login-tokens/:tokenUser", { tokenUser: token.tokenUser });
    await fails(
      limited.request("DELETE /me/login-tokens/:tokenUser", { tokenUser: token.tokenUser }),
      404,
      "not_found",
    );
    await fails(
      limited.request("PUT /me/password", { old: "not it", new: "something-else" }),
      403,
      "forbidden",
    );
  });

  await t.step("events come while they happen, to those who may know of them", async () => {
    const stop = new AbortController();
    const seenEvents: string[] = [];
    const follow = async (client: ApiClient, name: string) => {
      for await (const item of client.events({ signal: stop.signal })) {
        seenEvents.push(`${name} ${item.kind === "event" ? item.event.type : item.kind}`);
      }
    };
    const following = Promise.all([follow(admin, "admin"), follow(limited, "limited")]);
    following.catch(() => {});
    using _stop = { [Symbol.dispose]: () => stop.abort() };
    await eventually(() => seenEvents.length >= 2);
    await admin.request("PATCH /devices/:id", { id: deviceId, description: `at ${Date.now()}` });
    await eventually(() => seenEvents.includes("admin device.changed"));
    await sleep(300);
    assert.ok(!seenEvents.includes("limited device.changed"));
    stop.abort();
    await following;
  });

  await t.step("a token of a narrower scope does no more than that", async () => {
    const reader = open();
    await reader.logIn({ ...server.server.admin, scope: "read" });
    assert.ok((await reader.request("GET /devices")).length > 0);
    await fails(reader.request("POST /device-groups", { name: "x" }), 403, "forbidden");
    await fails(
      reader.request("POST /devices/:id/toast", { id: deviceId, message: "x" }),
      403,
      "forbidden",
    );
    const renewed = await reader.renew();
    assert.equal(renewed.scope, "read");
    await reader.logOut();
  });

  await t.step("after logging out a token is no good, nor is its stream", async () => {
    const client = open();
    await client.logIn(server.server.admin);
    const { token } = client;
    const stop = new AbortController();
    const ended = (async () => {
      for await (const _ of client.events({ signal: stop.signal }));
    })().catch((problem: ApiProblem) => problem.code);
    await sleep(300);
    await open().logIn(server.server.admin);
    await createApiClient(target.url, { fetch, token }).logOut();
    assert.equal(await ended, "session_ended");
    client.token = token;
    await fails(client.request("GET /me"), 401, "session_ended");
  });

  await t.step("tokens that are not ours are refused", async () => {
    const parts = (admin.token ?? "").split(".");
    const payload = JSON.parse(atob((parts[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    const none = [part({ alg: "none", typ: "JWT" }), part(payload), ""].join(".");
    const other = [parts[0], part({ ...payload, sub: "user//somebody" }), parts[2]].join(".");
    for (const token of [none, other, "nonsense", `${admin.token}x`]) {
      const client = createApiClient(target.url, { fetch, token });
      await fails(client.request("GET /me"), 401, "unauthorized");
    }
    await fails(open().request("GET /me"), 401, "unauthorized");
  });

  await t.step("every route is there without the prefix as well", async () => {
    for (const url of target.alsoAt ?? []) {
      const response = await target.fetch(new Request(`${url}/health?live`));
      assert.deepEqual(await response.json(), { status: "ok" });
    }
  });

  await t.step("what was made is removed", async () => {
    await admin.request("DELETE /users/:userid", { userid: `user${unique}` });
    await fails(
      admin.request("DELETE /users/:userid", { userid: `user${unique}` }),
      404,
      "not_found",
    );
    // MeshCentral ends the connection of an account that is gone a moment after it said so.
    await eventually(() => limited.request("GET /me").then(() => false, () => true));
    await fails(limited.request("GET /me"), 401, "session_ended");
  });

  await t.step("every operation was asked for", async () => {
    const document = await (await target.fetch(new Request(`${target.url}/openapi.json`))).json();
    const all = Object.values<Record<string, { operationId: string }>>(document.paths)
      .flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    const asked = new Set([...seen].map((entry) => entry.split(" ")[0]));
    const left = all.filter((id) => !asked.has(id) && !ELSEWHERE.includes(id));
    assert.deepEqual(left, []);
  });
}

/** What other tests ask for: devices of other kinds, a mail server, a screen, a tunnel. */
const ELSEWHERE = [
  "addAmtDevice",
  "addLocalDevice",
  "getClipboard",
  "setClipboard",
  "sendInviteEmail",
  "makeTunnelTicket",
];

async function fails(request: Promise<unknown>, status: number, code: string): Promise<void> {
  const problem = await request.then(
    () => assert.fail(`expected ${status} ${code}`),
    (problem: ApiProblem) => problem,
  );
  assert.deepEqual([problem.status, problem.code], [status, code], problem.message);
}

async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  await until(async () => await check() || undefined);
}

function part(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
