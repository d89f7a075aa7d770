import assert from "node:assert/strict";
import { endsWithin } from "./script_end.ts";

const WHOLE = [
  "",
  "1 + 1",
  "[1, 2]",
  "({ a: 1 })",
  "'('",
  '"["',
  "`{`",
  "`${[1]}`",
  "`\\``",
  "// {",
  "1 /* ( */ + 1",
  "/[({]/",
  "/\\(/.test('(')",
  "4 / 2 / 1",
  "a[0] / 2 + (1)",
  "return /}/",
  ")",
  "'unclosed {",
  "`a ${ `b ${1}` }`",
  "'it\\'s ('",
];
const OPEN = [
  "[",
  "({",
  "f(1,",
  "`",
  "`${",
  "`${1} ",
  "/* (",
  "() => {",
  "[ '[' ",
  "`${ `a` ",
  "{ // }",
  "(4 / 2",
  "`${ {} ",
];

Deno.test("endsWithin tells JavaScript that goes on from JavaScript that ends", () => {
  for (const code of WHOLE) assert.equal(endsWithin(code), false, code);
  for (const code of OPEN) assert.equal(endsWithin(code), true, code);
});

Deno.test("endsWithin is linear in the length of hostile code", () => {
  for (const piece of ["/", "[/", "`${", "/*", "'\\", "//\n", "/[", "a/"]) {
    endsWithin(piece.repeat(20_000));
  }
});
