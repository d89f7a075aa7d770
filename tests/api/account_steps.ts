/**
 * Accounts: who logs in, and what they may do.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fails, type SuiteContext, UNKNOWN } from "./context.ts";

/** The steps of it. */
export async function accountSteps(
  t: Deno.TestContext,
  { admin, limited, open, unique, groupId, deviceId, server }: SuiteContext,
): Promise<void> {
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
}
