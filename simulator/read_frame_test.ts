import assert from "node:assert/strict";
import { Command } from "../protocol/mod.ts";
import { readFrame } from "./read_frame.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("JSON in a text frame keeps every character, in a binary one it is read as Latin-1", () => {
  const text = '{"name":"Ünï"}';
  assert.deepEqual(readFrame(text), { command: "json", value: { name: "Ünï" } });
  assert.deepEqual(readFrame(utf8(text)), { command: "json", value: { name: "Ã\x9cnÃ¯" } });
});

Deno.test("a binary JSON message of any length is read", () => {
  const value = { text: "x".repeat(100_000) };
  assert.deepEqual(readFrame(utf8(JSON.stringify(value))), { command: "json", value });
});

Deno.test("a binary command is read, and what is no message is nothing", () => {
  assert.deepEqual(readFrame(new Uint8Array([0, 4])), { command: Command.AuthConfirm });
  for (const frame of ["", "x", "[]", "{", new Uint8Array(), new Uint8Array([0]), utf8("{")]) {
    assert.equal(readFrame(frame), undefined);
  }
});
