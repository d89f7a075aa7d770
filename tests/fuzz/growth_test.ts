import assert from "node:assert/strict";
import { GROWING_TARGETS, superLinear } from "./growth.ts";

/** Shapes of each reader; `npm run test:long` has more. */
const SHAPES = 15;

Deno.test("an input eight times as long takes about eight times the work, at every reader", async () => {
  for (const target of GROWING_TARGETS) {
    assert.deepEqual(await superLinear(target, SHAPES, 1), []);
  }
});
