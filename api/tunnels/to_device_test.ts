import assert from "node:assert/strict";
import type { WSContext } from "hono/ws";
import { ToDevice } from "./to_device.ts";

const KILOBYTE = new Uint8Array(1024);

/** A device that takes a frame when it is told to, and a client that can be held back or not. */
function rig(canPause = true) {
  const heard: string[] = [];
  const calls = {
    pause: () => heard.push("pause"),
    resume: () => heard.push("resume"),
  };
  const waiting: (() => void)[] = [];
  const sent: (string | Uint8Array)[] = [];
  const ws = { raw: canPause ? calls : {} } as WSContext;
  const toDevice = new ToDevice(Promise.resolve(), () => ws, () => heard.push("overflow"));
  const send = (frame: string | Uint8Array) => {
    sent.push(frame);
    return new Promise<void>((resolve) => waiting.push(resolve));
  };
  return {
    heard,
    sent,
    add: (frame: string | Uint8Array<ArrayBuffer>) => toDevice.add(frame, send),
    end: () => toDevice.end(),
    /** The device takes so many. */
    take: async (count: number) => {
      for (let taken = 0; taken < count; taken++) {
        await new Promise((resolve) => setTimeout(resolve));
        waiting.shift()?.();
      }
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

Deno.test("frames go to the device in order, one after the other", async () => {
  const { add, sent, take } = rig();
  ["1", "a", "b"].forEach(add);
  await take(0);
  assert.deepEqual(sent, ["1"]);
  await take(2);
  assert.deepEqual(sent, ["1", "a", "b"]);
});

Deno.test("a client is held back once while much waits, and goes on when little does", async () => {
  const { add, heard, take, sent } = rig();
  for (let count = 0; count < 1500; count++) add(KILOBYTE);
  assert.deepEqual(heard, ["pause"]);
  await take(1500);
  assert.deepEqual(heard, ["pause", "resume"]);
  assert.equal(sent.length, 1500, "nothing is lost");
});

Deno.test("where a client cannot be held back, 16 MiB wait and then no more, empty frames too", async () => {
  for (const frame of [new Uint8Array(1024 * 1024), KILOBYTE, new Uint8Array(), ""]) {
    const { add, heard, sent, take } = rig(false);
    let count = 0;
    for (; heard.length === 0 && count < 1_000_000; count++) add(frame);
    assert.deepEqual(heard, ["overflow"]);
    assert.ok(count * (64 + frame.length) <= 18 * 1024 * 1024, `${count} of ${frame.length}`);
    add(frame);
    await take(3);
    assert.deepEqual(
      [heard.length, sent.length],
      [1, 0],
      "said once, and nothing is sent any more",
    );
  }
});

Deno.test("who was held back is let go when the tunnel ends", () => {
  const { add, heard, end } = rig();
  for (let count = 0; count < 1500; count++) add(KILOBYTE);
  end();
  assert.deepEqual(heard, ["pause", "resume"]);
});
