/**
 * Tokens: what they are good for, and until when.
 *
 * @module
 */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type ApiClient, type ApiProblem, createApiClient } from "../../api/client/mod.ts";
import { eventually, fails, type SuiteContext } from "./context.ts";

/** The steps of it. */
export async function tokenSteps(
  t: Deno.TestContext,
  { admin, limited, open, fetch, unique, deviceId, server, target }: SuiteContext,
): Promise<void> {
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

  await t.step("a stream that follows on a list begins with what happened since", async () => {
    const page = async () => (await admin.page("GET /devices")).lastEventId;
    const after = await page();
    await admin.request("PATCH /devices/:id", { id: deviceId, description: `at ${Date.now()}` });
    await eventually(async () => await page() !== after);
    const stop = new AbortController();
    const told: string[] = [];
    for await (const item of admin.events({ signal: stop.signal, after })) {
      told.push(item.kind === "event" ? item.event.type : item.kind);
      if (item.kind === "live" || item.kind === "reset") stop.abort();
    }
    assert.ok(told.includes("device.changed"), told.join());
    assert.equal(told.at(-1), "live");
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
}

function part(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
