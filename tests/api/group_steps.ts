/**
 * Device groups, user groups, and the rights they give.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fails, type SuiteContext } from "./context.ts";

/** The steps of it. */
export async function groupSteps(
  t: Deno.TestContext,
  { admin, limited, unique, groupId, deviceId }: SuiteContext,
): Promise<void> {
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
    const holder = { groupId, userid: `ugrp//${id}` };
    const given = await admin.request("POST /device-groups/:groupId/users", {
      ...holder,
      rights: 24,
    });
    assert.deepEqual(given, { userid: holder.userid, rights: 24 });
    await admin.request("DELETE /device-groups/:groupId/users/:userid", holder);
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
}
