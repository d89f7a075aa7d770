import assert from "node:assert/strict";
import { expectOk, rejection } from "./results.ts";

Deno.test("ok counts in either case", () => {
  expectOk({ action: "x", result: "ok" }, "It was not done");
  expectOk({ action: "x", result: "OK" }, "It was not done");
});

Deno.test("other results are errors that quote the server", () => {
  const code = (result: string): string => rejection(result, "It was not done").code;
  assert.equal(code("Access Denied"), "denied");
  assert.equal(code("Permission denied"), "denied");
  assert.equal(code("Unknown device group"), "not-found");
  assert.equal(code("Invalid group id"), "not-found");
  assert.equal(code("User does not exists"), "not-found");
  assert.equal(code("Invalid group name"), "rejected");
  assert.throws(() => expectOk({ action: "x", result: "Invalid nodeid" }, "It was not done"), {
    code: "not-found",
    result: "Invalid nodeid",
  });
  assert.throws(() => expectOk({ action: "x" }, "It was not done"), { code: "rejected" });
});
