import assert from "node:assert/strict";
import { sortKey } from "./sort_key.ts";

Deno.test("names are sorted by the value of their numbers, without regard to case and accents", () => {
  const names = ["PC-10", "zebra", "pc-2", "Äpfel", "PC-1", "apfel 2", "Zürich", "zurich 1"];
  const sorted = [...names].sort((a, b) => sortKey(a) < sortKey(b) ? -1 : 1);
  assert.deepEqual(sorted, [
    "Äpfel",
    "apfel 2",
    "PC-1",
    "pc-2",
    "PC-10",
    "zebra",
    "Zürich",
    "zurich 1",
  ]);
});
