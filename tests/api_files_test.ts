import assert from "node:assert/strict";
import { filesFeature, memoryFileSystem } from "../agent/mod.ts";
import { settled, TestOnline } from "../agent/test_relay.ts";
import { writeBlob } from "../agent/files/tree.ts";
import type { DeviceTunnel } from "../api/backend.ts";
import { makeFolder, removeFile, renameFile } from "../api/handlers/files.ts";
import type { OperationContext } from "../api/operation.ts";

const never = new AbortController().signal;
const id = "node//d";

/** The API over the files of an agent, with nothing between the two. */
function connect() {
  const files = memoryFileSystem();
  const online = new TestOnline([filesFeature({ root: files })]);
  const tunnel = (): DeviceTunnel => {
    online.tell({ action: "msg", type: "tunnel", value: "*/meshrelay.ashx?id=1", rights: 8 });
    const relay = online.relays.at(-1);
    relay?.say("c");
    return {
      send: (frame) => Promise.resolve(relay?.say(frame)),
      close: () => relay?.close(),
      frames: (async function* () {
        yield "c";
        for (let next = 0; relay?.readyState === 1;) {
          const frame = relay.sent[next];
          if (frame === undefined) await settled();
          else {
            next++;
            yield frame as string | Uint8Array<ArrayBuffer>;
          }
        }
      })(),
    };
  };
  const backend = {
    operator: () => Promise.resolve({ device: () => Promise.resolve({ id, online: true }) }),
    tunnel: () => Promise.resolve(tunnel()),
  };
  const put = (path: string) => writeBlob(files, path.split("/"), new Blob([path]), never);
  const names = async () => (await files.list([])).map(({ name }) => name);
  return { context: { backend, timeout: 5_000 } as unknown as OperationContext, files, put, names };
}

Deno.test("the API answers 409 to a rename or a new folder onto an existing name", async () => {
  const { context, files, put, names } = connect();
  await put("a");
  await put("b");
  await files.makeFolder(["folder"]);
  for (const name of ["b", "folder"]) {
    await assert.rejects(renameFile(context, { id, path: "/a", name }), { code: "exists" });
  }
  for (const path of ["/a", "folder", "/folder/"]) {
    await assert.rejects(makeFolder(context, { id, path }), { code: "exists", status: 409 });
  }
  await renameFile(context, { id, path: "/a", name: "a" });
  assert.deepEqual(await names(), ["a", "b", "folder"]);
  await renameFile(context, { id, path: "/a", name: "c" });
  await makeFolder(context, { id, path: "folder/new" });
  assert.deepEqual(await names(), ["b", "folder", "c"]);
});

Deno.test("the API answers 409 when the name is taken between its look and the rename", async () => {
  const { context, files, put, names } = connect();
  await put("a");
  const { list } = files;
  let looks = 0;
  files.list = async (path) => {
    const infos = await list(path);
    // After the API has seen that `/a` is there and `/b` is not.
    if (++looks === 2) await put("b");
    return infos;
  };
  await assert.rejects(renameFile(context, { id, path: "/a", name: "b" }), { code: "exists" });
  assert.deepEqual(await names(), ["a", "b"]);
  assert.equal(await (await files.read(["b"])).text(), "b");
});

Deno.test("the API repeats the agent's reason when a change is refused", async () => {
  const { context, files, put } = connect();
  await files.makeFolder(["folder"]);
  await put("folder/a");
  await assert.rejects(removeFile(context, { id, path: "/folder" }), {
    code: "rejected",
    message: 'The device did not do it: Failed to delete: "/folder" (the folder is not empty)',
  });
  await assert.rejects(makeFolder(context, { id, path: "/folder/a/b" }), /not_found|opened/);
});
