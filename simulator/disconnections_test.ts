import assert from "node:assert/strict";
import { Disconnections } from "./disconnections.ts";
import { TestClock } from "./test_clock.ts";

Deno.test("disconnects are counted for each node", () => {
  const disconnections = new Disconnections(new TestClock());
  disconnections.add("a");
  disconnections.add("a");
  disconnections.add("b");
  assert.deepEqual(["a", "b", "c"].map((id) => disconnections.of(id)), [2, 1, 0]);
});

Deno.test("all counts are dropped every 120 s from the start of the server", () => {
  const clock = new TestClock();
  const disconnections = new Disconnections(clock);
  clock.advance(119_999);
  disconnections.add("a");
  assert.equal(disconnections.of("a"), 1);
  clock.advance(1);
  assert.equal(disconnections.of("a"), 0);
  disconnections.add("a");
  clock.advance(119_999);
  assert.equal(disconnections.of("a"), 1);
  clock.advance(240_001);
  disconnections.add("a");
  assert.equal(disconnections.of("a"), 1);
});
