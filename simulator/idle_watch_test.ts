import assert from "node:assert/strict";
import { IdleWatch } from "./idle_watch.ts";
import { TestClock } from "./test_clock.ts";

Deno.test("an idle watch calls back after the time without a touch, and then no more", () => {
  const clock = new TestClock();
  let calls = 0;
  new IdleWatch(clock, 100, () => calls++);
  clock.advance(99);
  assert.equal(calls, 0);
  clock.advance(1);
  assert.equal(calls, 1);
  clock.advance(1000);
  assert.equal(calls, 1);
  assert.equal(clock.timers, 0);
});

Deno.test("an idle watch counts from the latest touch", () => {
  const clock = new TestClock();
  let calls = 0;
  const watch = new IdleWatch(clock, 100, () => calls++);
  clock.advance(90);
  watch.touch();
  clock.advance(99);
  assert.equal(calls, 0);
  assert.equal(clock.timers, 1);
  clock.advance(1);
  assert.equal(calls, 1);
});

Deno.test("an idle watch that is stopped, or has no time-out, sets no timer", () => {
  const clock = new TestClock();
  new IdleWatch(clock, 0, () => assert.fail());
  const watch = new IdleWatch(clock, 100, () => assert.fail());
  watch.stop();
  assert.equal(clock.timers, 0);
});
