/**
 * Devices: what is told about them, and what is done to them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually, fails, type SuiteContext, UNKNOWN } from "./context.ts";

/** The steps of it. */
export async function deviceSteps(
  t: Deno.TestContext,
  { admin, limited, server, unique, groupId, deviceId, target }: SuiteContext,
): Promise<void> {
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
      new Request(`${target.url}/devices`, {
        headers: { authorization: `Bearer ${admin.token}`, "if-none-match": etag },
      });
    const first = await target.fetch(request());
    await first.body?.cancel();
    const second = await target.fetch(request(first.headers.get("etag") ?? ""));
    assert.equal(second.status, 304);
    assert.match(second.headers.get("x-event-id") ?? "", /^\w+-\d+$/);
  });

  await t.step("a change that somebody else made shows in the list", async () => {
    const described = async () =>
      (await admin.request("GET /devices")).find(({ id }) => id === deviceId)?.description;
    await using somebody = await server.operator();
    for (const description of ["first", "second", "third"]) {
      await described();
      await somebody.editDevice(deviceId, { description });
      await eventually(async () => await described() === description);
    }
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
}
