import assert from "node:assert/strict";
import { operatorOf, plain, plainText, quoted } from "./said.ts";

const named = (message: Parameters<typeof operatorOf>[0]) => plain(operatorOf(message));

Deno.test("an operator is named by the login, and by no other name without it", () => {
  assert.equal(named({ username: "ann" }), '"ann"');
  assert.equal(named({ username: "ann", realname: "Ann Real" }), '"Ann Real" (login "ann")');
  assert.equal(named({ username: "ann", realname: "ann" }), '"ann"');
  assert.equal(
    named({ username: "ann", realname: "Ann Real", guestname: "Bob" }),
    'guest "Bob" (login "ann")',
  );
  assert.equal(named({ guestname: "admin" }), 'guest "admin" (no login)');
  assert.equal(named({ username: "ann", guestname: "ann" }), 'guest "ann" (login "ann")');
  assert.equal(named({ realname: "Ann Real" }), '"Ann Real" (no login)');
  const nobody = "an operator whom the server does not name";
  for (const message of [{}, { username: "", realname: "\u200b" }, { username: 5 }]) {
    assert.equal(named(message as Parameters<typeof named>[0]), nobody);
  }
});

Deno.test("a real name cannot imitate a login name", () => {
  const realname = 'Admin" (login "admin")\n\n"Ann';
  assert.equal(
    named({ username: "ann", realname }),
    "\"Admin' (login 'admin') 'Ann\" (login \"ann\")",
  );
  const long = "x".repeat(4000);
  assert.match(named({ username: "ann", realname: long }), /^"x{64}…" \(login "ann"\)$/);
});

Deno.test("a name that is written from right to left is isolated in plain text", () => {
  assert.equal(
    named({ username: "ann", realname: "שלום (" }),
    '"\u2068שלום (\u2069" (login "ann")',
  );
});

Deno.test("plain text begins with the agent's sentence", () => {
  const facts = [
    { label: "Operator", value: operatorOf({ username: "ann" }) },
    { label: "File", value: quoted("a.txt") },
  ];
  assert.equal(
    plainText("An operator would like to read.", facts),
    'An operator would like to read. Operator: "ann"; File: "a.txt"',
  );
});
