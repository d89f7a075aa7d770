import assert from "node:assert/strict";
import { ALL, GROUP_RIGHTS, hasRight, withRight } from "./rights.ts";

const CONTROL = { bits: 8, label: "right.control" } as const;

Deno.test("a right is added to a sum and taken from it, and others stay", () => {
  assert.equal(withRight(0x40000000, CONTROL, true, GROUP_RIGHTS), 0x40000008);
  assert.equal(withRight(0x80000008, CONTROL, false, GROUP_RIGHTS), 0x80000000);
});

Deno.test("who may all may each; and loses one without losing the others", () => {
  const given = GROUP_RIGHTS.filter(({ restricts }) => !restricts);
  assert.ok(given.every((right) => hasRight(ALL, right)));
  assert.ok(GROUP_RIGHTS.every((right) => !right.restricts || !hasRight(ALL, right)));
  const left = withRight(ALL, CONTROL, false, GROUP_RIGHTS);
  assert.deepEqual(
    given.filter((right) => !hasRight(left, right)).map(({ label }) => label),
    ["right.control"],
  );
});
