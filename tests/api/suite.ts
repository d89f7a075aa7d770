/**
 * Every route of the REST API against a real MeshCentral with a native agent: what it does, and what
 * it says to wrong input, to who lacks the right, and of what does not exist.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createApiClient } from "../../api/client/mod.ts";
import { accountSteps } from "./account_steps.ts";
import { checkedFetch } from "./checked_fetch.ts";
import { type ApiTarget, eventually, fails, type SuiteContext } from "./context.ts";
import { deviceSteps } from "./device_steps.ts";
import { groupSteps } from "./group_steps.ts";
import { reachSteps } from "./reach_steps.ts";
import { tokenSteps } from "./token_steps.ts";

/** Runs all of it. */
export async function apiSuite(t: Deno.TestContext, target: ApiTarget): Promise<void> {
  const { server, deviceId } = target;
  const { fetch, seen } = await checkedFetch(target.url, target.fetch);
  const open = () => createApiClient(target.url, { fetch });
  const [admin, limited] = [open(), open()];
  const unique = crypto.randomUUID().slice(0, 8);
  const groupId = server.enrollment.meshId;
  const context: SuiteContext = {
    server,
    deviceId,
    target,
    fetch,
    open,
    admin,
    limited,
    unique,
    groupId,
  };

  await accountSteps(t, context);
  await deviceSteps(t, context);
  await groupSteps(t, context);
  await reachSteps(t, context);
  await tokenSteps(t, context);

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
  "serveTunnel",
];
