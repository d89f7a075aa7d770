import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { loginKeyCookie, readLoginKey } from "./login_key.ts";

const loginKey = "0123456789abcdef".repeat(10);

Deno.test("the cookie of a login key says who and when, for whoever has the key", async () => {
  const now = 1_700_000_000_000;
  const cookie = await loginKeyCookie(readLoginKey(loginKey), "user/lab/bob", now);
  assert.doesNotMatch(cookie, /[+/]/);
  const bytes = Buffer.from(cookie.replaceAll("@", "+").replaceAll("$", "/"), "base64");
  const [iv, tag, rest] = [bytes.subarray(0, 12), bytes.subarray(12, 28), bytes.subarray(28)];
  const key = await crypto.subtle.importKey("raw", readLoginKey(loginKey), "AES-GCM", false, [
    "decrypt",
  ]);
  const sealed = new Uint8Array([...rest, ...tag]);
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: iv.slice() }, key, sealed);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(opened)), {
    userid: "user/lab/bob",
    domainid: "lab",
    time: now / 1000,
    expire: 2,
  });
});

Deno.test("what is no login key is an error that does not repeat it", () => {
  for (const bad of ["", loginKey.slice(1), `${loginKey.slice(1)}x`]) {
    assert.throws(() => readLoginKey(bad), (error: unknown) => {
      assert.match(String(error), /160 hexadecimal/);
      return bad === "" || !String(error).includes(bad);
    });
  }
});
