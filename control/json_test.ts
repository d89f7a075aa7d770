import assert from "node:assert/strict";
import { compact, object, objects, parseMessage, texts } from "./json.ts";

Deno.test("a message is an object with an action, and nothing else is", () => {
  assert.deepEqual(parseMessage('{"action":"pong"}'), { action: "pong" });
  for (const data of ['{action:"pong"}', "{", "[]", "null", "7", '{"action":1}', "{}"]) {
    assert.equal(parseMessage(data), undefined, data);
  }
  assert.equal(parseMessage(new ArrayBuffer(2)), undefined);
});

Deno.test("what has another type than it should counts as absent", () => {
  assert.deepEqual(object([1]), {});
  assert.deepEqual(objects([{ a: 1 }, null, "x", [2]]), [{ a: 1 }]);
  assert.deepEqual(objects("x"), []);
  assert.deepEqual(texts(["a", 1, null]), ["a"]);
});

Deno.test("compact leaves out what is undefined, and keeps null", () => {
  assert.deepEqual(Object.keys(compact({ a: undefined, b: null, c: 0 })), ["b", "c"]);
});
