import assert from "node:assert/strict";
import fc from "fast-check";
import { ReconnectSchedule } from "./reconnect.ts";

const MINUTE = 60_000;

Deno.test("the longest wait doubles with each failure, up to the limit", () => {
  const schedule = new ReconnectSchedule({
    minDelay: 1_000,
    maxDelay: 10_000,
    random: () => 0.999,
  });
  const waits = [1, 2, 3, 4, 5, 6].map(() => {
    schedule.failed();
    return Math.ceil(schedule.delay(0) / 1_000);
  });
  assert.deepEqual(waits, [8, 10, 10, 10, 10, 10]);
});

Deno.test("the shortest wait is the least, so that a fleet spreads between the two", () => {
  const schedule = new ReconnectSchedule({ minDelay: 1_000, maxDelay: 10_000, random: () => 0 });
  assert.equal(schedule.delay(0), 1_000);
  for (let failure = 0; failure < 100; failure++) schedule.failed();
  assert.equal(schedule.delay(0), 1_000);
});

Deno.test("ReconnectSchedule spreads the first attempt after a success again", () => {
  const schedule = new ReconnectSchedule({ random: () => 0.999 });
  for (let failure = 0; failure < 10; failure++) schedule.failed();
  assert.ok(schedule.delay(0) > 59_000);
  schedule.succeeded();
  assert.equal(Math.ceil(schedule.delay(0)), 3_997);
});

Deno.test("ReconnectSchedule spreads a fleet's first attempts evenly over 1 to 4 s", () => {
  const waits = Array.from({ length: 2_000 }, (_, index) => {
    const schedule = new ReconnectSchedule({ random: () => index / 2_000 });
    schedule.disconnected(0);
    return schedule.delay(0);
  });
  const busiest = Math.max(...histogram(waits, 100));
  assert.ok(Math.min(...waits) >= 1_000 && Math.max(...waits) < 4_000);
  assert.ok(busiest <= 70, `${busiest} of 2,000 agents within 100 ms`);
});

Deno.test("ReconnectSchedule spreads a fleet that waits for the server's limit as well", () => {
  const waits = Array.from({ length: 2_000 }, (_, index) => {
    const schedule = new ReconnectSchedule({ random: () => index / 2_000 });
    for (const now of [0, 1, 2, 3, 4]) schedule.disconnected(now);
    return schedule.delay(4);
  });
  assert.ok(Math.min(...waits) >= 2 * MINUTE - 4);
  assert.ok(Math.max(...histogram(waits, 100)) <= 70);
});

Deno.test("ReconnectSchedule keeps the first attempt within maxDelay, and minDelay where that is more", () => {
  const delays = fc.record({
    minDelay: fc.integer({ min: 0, max: 100_000 }),
    maxDelay: fc.integer({ min: 0, max: 100_000 }),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(fc.property(delays, ({ minDelay, maxDelay, random }) => {
    const delay = new ReconnectSchedule({ minDelay, maxDelay, random: () => random }).delay(0);
    assert.ok(delay >= minDelay && delay <= Math.max(minDelay, maxDelay));
  }));
});

function histogram(waits: readonly number[], width: number): number[] {
  const counts = new Map<number, number>();
  for (const wait of waits) {
    const bucket = Math.floor(wait / width);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return [...counts.values()];
}

Deno.test("a fifth disconnect within two minutes waits until the first is two minutes ago", () => {
  const schedule = new ReconnectSchedule({ random: () => 0 });
  for (const now of [0, 1_000, 2_000, 3_000]) schedule.disconnected(now);
  assert.equal(schedule.delay(3_000), 1_000);
  schedule.disconnected(10_000);
  assert.equal(schedule.delay(10_000), 110_000);
  assert.equal(schedule.delay(2 * MINUTE), 1_000);
});

Deno.test("the server never counts more than five disconnects in two minutes", () => {
  const stays = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(
      stays,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (stays, random) => {
        const schedule = new ReconnectSchedule({ random: () => random.next().value ?? 0 });
        const disconnects: number[] = [];
        let now = 0;
        for (const stay of stays) {
          now += stay;
          disconnects.push(now);
          schedule.disconnected(now);
          now += schedule.delay(now);
        }
        for (const [index, first] of disconnects.entries()) {
          const sixth = disconnects[index + 5];
          assert.ok(sixth === undefined || sixth - first > 2 * MINUTE - 1);
        }
      },
    ),
  );
});
