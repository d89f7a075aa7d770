import assert from "node:assert/strict";
import { isoTime } from "./time.ts";

Deno.test("isoTime formats what a date can be, and gives undefined for the rest", () => {
  assert.equal(isoTime(0), "1970-01-01T00:00:00.000Z");
  assert.equal(isoTime(8.64e15), "+275760-09-13T00:00:00.000Z");
  for (const wrong of [undefined, NaN, Infinity, -Infinity, 8.65e15, -8.65e15, 1e300]) {
    assert.equal(isoTime(wrong), undefined);
  }
});
