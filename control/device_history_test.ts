import assert from "node:assert/strict";
import { readTimeline } from "./device_history.ts";

Deno.test("a timeline is a list of moments and states, whose first moment has two units", () => {
  const start = 1_700_000_000;
  assert.deepEqual(readTimeline([0, start, 1, 60, 2, 30, 0]), [
    { since: start * 1000, power: 1 },
    { since: (start + 60) * 1000, power: 2 },
    { since: (start + 90) * 1000, power: 0 },
  ]);
  assert.deepEqual(readTimeline([1, start * 1000, 1]), [{ since: start * 1000, power: 1 }]);
  assert.deepEqual(readTimeline([]), []);
  assert.deepEqual(readTimeline("nonsense"), []);
});
