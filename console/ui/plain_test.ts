import assert from "node:assert/strict";
import { plain, plainText } from "./plain.ts";

Deno.test("what a terminal or the writing direction would obey is not shown", () => {
  assert.equal(plain("\x1b[31mred\x1b[0m \x1b]0;title\x07end"), "red end");
  assert.equal(plain("invoice\u202efdp.exe"), "invoicefdp.exe");
  assert.equal(plain("a\u200bb\ufeffc\x00d"), "abc\ufffdd");
  assert.equal(plain("one\r\ntwo"), "one two");
  assert.equal(plainText("one\r\ntwo\tthree"), "one\ntwo\tthree");
});

Deno.test("a megabyte becomes a line", () => {
  assert.equal(plain("x".repeat(1_000_000)).length, 201);
});

Deno.test("HTML stays text", () => {
  assert.equal(plain("<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>");
  assert.equal(plain(undefined), "");
});
