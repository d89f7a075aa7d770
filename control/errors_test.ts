import assert from "node:assert/strict";
import { ControlError } from "./errors.ts";

Deno.test("an error says what happened and then what to do", () => {
  const error = new ControlError("banned", "The server refuses logins.");
  assert.equal(error.code, "banned");
  assert.match(error.message, /^The server refuses logins\. Wait ten minutes/);
  assert.ok(error.message.endsWith(error.hint));
});

Deno.test("a hint of its own replaces the one of the code", () => {
  const error = new ControlError("timeout", "No login.", { hint: "Try later.", cause: "x" });
  assert.equal(error.message, "No login. Try later.");
  assert.equal(error.cause, "x");
});
