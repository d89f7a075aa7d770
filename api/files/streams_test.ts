import assert from "node:assert/strict";
import { exactly, hurried, whenEnded } from "./streams.ts";

function pausing(...chunks: readonly (number | Uint8Array)[]): ReadableStream<Uint8Array> {
  return ReadableStream.from((async function* () {
    for (const chunk of chunks) {
      if (typeof chunk === "number") await new Promise((resolve) => setTimeout(resolve, chunk));
      else yield chunk;
    }
  })());
}

Deno.test("an upload that pauses goes on, one that stops is ended", async () => {
  const [one, two] = [new Uint8Array([1]), new Uint8Array([2])];
  const whole = await new Response(hurried(pausing(one, 20, two), 1_000)).bytes();
  assert.deepEqual([...whole], [1, 2]);

  let isCut = false;
  const silent = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(one),
    cancel: () => void (isCut = true),
  });
  await assert.rejects(new Response(hurried(silent, 30)).bytes(), {
    code: "request_timeout",
    status: 408,
    message: "No bytes of the body came for 0.03 s.",
  });
  assert.deepEqual([silent.locked, isCut], [false, false], "the server does with it what it likes");
});

Deno.test("whoever waits for the end of a file is told once, however it ends", async () => {
  const ends: string[] = [];
  const one = new Uint8Array([1]);
  await new Response(whenEnded(pausing(one), () => ends.push("done"))).bytes();
  const failing = new ReadableStream({
    start: (controller) => controller.error(new Error("gone")),
  });
  await assert.rejects(new Response(whenEnded(failing, () => ends.push("failed"))).bytes(), /gone/);
  const left = whenEnded(pausing(one, 10_000), () => ends.push("left")).getReader();
  await left.read();
  await left.cancel();
  assert.deepEqual(ends, ["done", "failed", "left"]);
});

Deno.test("a file is as long as it was said to be: longer it is cut, shorter it fails", async () => {
  const bytes = (length: number) => new Uint8Array(length).fill(7);
  const cases = [[[3], 3], [[3, 4], 5], [[1, 1, 1, 1], 2], [[0, 2], 2], [[10], 1]] as const;
  for (const [chunks, size] of cases) {
    const body = exactly(pausing(...chunks.map(bytes)), size);
    assert.deepEqual(await new Response(body).bytes(), bytes(size));
  }
  await assert.rejects(new Response(exactly(pausing(bytes(3)), 4)).bytes(), {
    code: "conflict",
    message: "The file ended 1 bytes early.",
  });
});
