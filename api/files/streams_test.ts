import assert from "node:assert/strict";
import { hurried, whenEnded } from "./streams.ts";

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

  let cancelled: unknown;
  const silent = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(one),
    cancel: (reason) => void (cancelled = reason),
  });
  await assert.rejects(new Response(hurried(silent, 30)).bytes(), {
    code: "request_timeout",
    status: 408,
    message: "No bytes of the body came for 0.03 s.",
  });
  assert.equal((cancelled as Error).name, "ApiError");
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
