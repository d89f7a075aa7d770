/**
 * What reaches into devices: files, sharing links, relays; and what the server logs.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fails, type SuiteContext } from "./context.ts";

/** The steps of it. */
export async function reachSteps(
  t: Deno.TestContext,
  { admin, limited, fetch, unique, deviceId, server, target }: SuiteContext,
): Promise<void> {
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
    assert.equal(got.headers.get("content-length"), String(bytes.length));
    assert.deepEqual(new Uint8Array(await got.arrayBuffer()), bytes);
    const made = await at("/proc/version"); // its size is said to be 0
    assert.match(await made.text(), /^Linux version/);
    const missing = await at(`${folder}/none.bin`);
    assert.equal(missing.status, 404);
    await missing.body?.cancel();
    await fails(
      admin.request("POST /devices/:id/files/folders", { id, path: folder }),
      409,
      "exists",
    );
    await admin.request("POST /devices/:id/files/folders", { id, path: `${folder}/taken` });
    const taken = { id, path: `${folder}/a.bin`, name: "taken" };
    await fails(admin.request("POST /devices/:id/files/rename", taken), 409, "exists");
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
}
