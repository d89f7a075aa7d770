import assert from "node:assert/strict";
import { parseJson } from "./parse_json.ts";

const nested = (depth: number, inside = "1") => "[".repeat(depth) + inside + "]".repeat(depth);

Deno.test("parseJson takes a hundred levels, of arrays and objects together, and no more", () => {
  assert.notEqual(parseJson(nested(100)), undefined);
  assert.equal(parseJson(nested(101)), undefined);
  assert.equal(parseJson('{"a":'.repeat(101) + "1" + "}".repeat(101)), undefined);
  assert.equal(parseJson(`{"a":${nested(99)}}`) === undefined, false);
  assert.equal(parseJson(`{"a":${nested(100)}}`), undefined);
  // What it takes, can be written.
  JSON.stringify(parseJson(nested(100)));
});

Deno.test("parseJson counts no brackets in strings, and none that are closed", () => {
  for (
    const inside of ["[".repeat(500), '\\"' + "{".repeat(500), "\\", '\\\\\\"[', "]}".repeat(500)]
  ) {
    const text = JSON.stringify([{ [inside]: inside }, inside]);
    assert.deepEqual(parseJson(text), JSON.parse(text));
  }
  const wide = `[${"[],{},".repeat(5_000)}[]]`;
  assert.deepEqual(parseJson(wide), JSON.parse(wide));
});

Deno.test("parseJson gives undefined for what is no JSON", () => {
  for (const text of ["", "{", "undefined", '"', '["\\"', "]".repeat(200)]) {
    assert.equal(parseJson(text), undefined, text);
  }
});
