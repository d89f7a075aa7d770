import assert from "node:assert/strict";
import fc from "fast-check";
import { lookahead } from "./lookahead.ts";

async function* upTo(count: number): AsyncGenerator<number> {
  for (let item = 0; item < count; item++) yield item;
}

Deno.test("lookahead yields every result in order with at most `limit` in flight", async () => {
  const delay = fc.integer({ min: 0, max: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(delay), fc.integer({ min: 1, max: 9 }), async (delays, limit) => {
      let running = 0;
      let most = 0;
      const results: number[] = [];
      const work = async (item: number) => {
        most = Math.max(most, ++running);
        for (let turn = 0; turn < (delays[item] ?? 0); turn++) await Promise.resolve();
        running--;
        return item;
      };
      for await (const result of lookahead(upTo(delays.length), limit, work)) results.push(result);
      assert.deepEqual(results, delays.map((_, index) => index));
      assert.ok(most <= limit);
    }),
  );
});

Deno.test("lookahead runs as many at once as it may", async () => {
  const waiting: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => waiting.push(resolve));
  const all = Array.fromAsync(lookahead(upTo(10), 4, work));
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(waiting.length, 4);
  while (waiting.length > 0) {
    waiting.splice(0).forEach((end) => end());
    await new Promise((resolve) => setTimeout(resolve));
  }
  assert.equal((await all).length, 10);
});

Deno.test("lookahead ends after a rejection once nothing is in flight anymore", async () => {
  let running = 0;
  const work = async (item: number) => {
    running++;
    await new Promise((resolve) => setTimeout(resolve, item));
    running--;
    if (item === 1) throw new Error("broken");
  };
  await assert.rejects(Array.fromAsync(lookahead(upTo(9), 4, work)), { message: "broken" });
  assert.equal(running, 0);
});
