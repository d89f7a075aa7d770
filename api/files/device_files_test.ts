import assert from "node:assert/strict";
import { encodeTunnelControl, type TunnelConsole } from "../../protocol/mod.ts";
import { DeviceFiles } from "./device_files.ts";

/** A device that says this about the tunnel, and then ends it. */
function ended(...said: readonly Omit<TunnelConsole, "type">[]): DeviceFiles {
  async function* frames(): AsyncGenerator<string> {
    yield await Promise.resolve("c");
    for (const message of said) yield encodeTunnelControl({ type: "console", ...message });
  }
  return new DeviceFiles(
    {
      frames: frames(),
      send: () => Promise.resolve(),
      close: () => {},
    } as unknown as ConstructorParameters<typeof DeviceFiles>[0],
  );
}

Deno.test("DeviceFiles tells a refusal from no answer, and from any other end", async () => {
  const waiting = { msg: "Waiting for user to grant access...", msgid: 1 };
  const cases = [
    [[waiting, { msg: "Denied by the person at the device.", msgid: 2 }], "consent_refused"],
    [[{ msg: "Denied", msgid: 2 }], "consent_refused"],
    [
      [waiting, { msg: "The person at the device has not answered.", msgid: 0 }],
      "consent_unanswered",
    ],
    [[waiting, { msg: "Something else", msgid: 0 }], "conflict"],
    [[], "conflict"],
  ] as const;
  for (const [said, code] of cases) {
    await assert.rejects(ended(...said).list("/"), { code }, JSON.stringify(said));
  }
});

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

Deno.test("listings with foreign ids are dropped, and end the request before they are many", async () => {
  const entry = { n: "x".repeat(200), t: 3, s: 1 };
  const dir = JSON.stringify(Array.from({ length: 400 }, () => entry));
  let sent = 0;
  function* foreign(ids: (count: number) => unknown, count: number) {
    yield "c";
    for (let made = 0; made < count; made++) {
      sent++;
      yield `{"path":"","reqid":${JSON.stringify(ids(made))},"dir":${dir}}`;
    }
    yield '{"path":"","reqid":1,"dir":[]}';
  }
  const kinds: readonly ((count: number) => unknown)[] = [
    (count) => 1000 + count,
    () => 7,
    () => -1,
    () => "x",
    () => null,
  ];
  for (const ids of kinds) {
    sent = 0;
    await assert.rejects(filesOf(foreign(ids, 5_000)).list(""), { code: "conflict" });
    assert.ok(sent <= 200, `${sent} listings were taken`);
    assert.deepEqual(await filesOf(foreign(ids, 20)).list(""), [], "a few do no harm");
  }
});

Deno.test("a device that says something else again and again has no more time than a silent one", async () => {
  let closed = 0;
  const files = new DeviceFiles({
    frames: (async function* () {
      yield "c";
      while (closed === 0) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        yield '{"action":"dialogmessage","msg":"zipping"}';
      }
    })(),
    send: () => Promise.resolve(),
    close: () => closed++,
  }, 150);
  const begun = performance.now();
  await assert.rejects(files.list(""), { code: "timeout" });
  assert.ok(performance.now() - begun < 1_000);
  assert.equal(closed, 1);
});
