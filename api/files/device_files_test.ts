import assert from "node:assert/strict";
import { DeviceFiles } from "./device_files.ts";

function filesOf(frames: Iterable<string | Uint8Array<ArrayBuffer>>): DeviceFiles {
  return new DeviceFiles({
    frames: {
      async *[Symbol.asyncIterator]() {
        yield* frames;
      },
    },
    send: () => Promise.resolve(),
    close: () => {},
  });
}

Deno.test("a device that does not speak the protocol for files is a conflict, no fault of the API", async () => {
  for (const frames of [["x"], ["c", "x"], ["c", new Uint8Array([0x7b, 0xff])], ["c", "{"]]) {
    await assert.rejects(filesOf(frames).list(""), { name: "ApiError", code: "conflict" });
  }
});

Deno.test("a device that says what nobody asked for is given up, and does not fill the memory", async () => {
  function* endless() {
    yield "c";
    while (true) yield '{"action":"findfile","reqid":7,"r":"a"}';
  }
  await assert.rejects(filesOf(endless()).list(""), { name: "ApiError", code: "conflict" });
  // Progress is no answer, however much of it there is.
  function* busy() {
    yield "c";
    for (let count = 0; count < 5_000; count++) yield '{"action":"dialogmessage","msg":"zipping"}';
    yield '{"path":"","reqid":1,"dir":[{"n":"a","t":3,"s":1}]}';
  }
  assert.deepEqual(await filesOf(busy()).list(""), [{ n: "a", t: 3, s: 1 }]);
});
