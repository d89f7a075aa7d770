import assert from "node:assert/strict";
import { decodeProtectedHeader, SignJWT, UnsecuredJWT } from "jose";
import { Tokens } from "./tokens.ts";

const OLD = "the secret of before, of enough bytes for HS256";
const NEW = "the secret of from now on, which has enough bytes";
const OPTIONS = { issuer: "us", audience: "wss://mesh.example.com" };
const PASSWORD = "the password of a login token";

function content(issuedAt = Math.floor(Date.now() / 1000)) {
  return {
    userId: "user//alice",
    name: "Alice",
    scope: "operate" as const,
    sessionId: crypto.randomUUID(),
    loggedInAt: issuedAt,
    issuedAt,
    credentials: { kind: "login-token" as const, username: "~t:abc", password: PASSWORD },
  };
}

Deno.test("a token brings back who it was issued to, and what logs in in their name", async () => {
  const tokens = new Tokens({ ...OPTIONS, secrets: [NEW] });
  const issued = content();
  const { token, expiresAt } = await tokens.issue(issued);
  assert.equal(expiresAt - issued.issuedAt, 3600);
  const caller = await tokens.verify(token, "192.0.2.1");
  assert.deepEqual(
    [caller.userId, caller.name, caller.scope, caller.sessionId, caller.address],
    ["user//alice", "Alice", "operate", issued.sessionId, "192.0.2.1"],
  );
  assert.deepEqual(await caller.credentials(), issued.credentials);
});

Deno.test("what logs in cannot be read from a token", async () => {
  const { token } = await new Tokens({ ...OPTIONS, secrets: [NEW] }).issue(content());
  for (const part of token.split(".")) {
    const text = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    assert.ok(!text.includes(PASSWORD) && !text.includes("~t:abc"));
  }
});

Deno.test("after a rotation the old secret still verifies and decrypts, and the new one signs", async () => {
  const before = await new Tokens({ ...OPTIONS, secrets: [OLD] }).issue(content());
  const rotated = new Tokens({ ...OPTIONS, secrets: [NEW, OLD] });
  const caller = await rotated.verify(before.token);
  assert.equal((await caller.credentials()).kind, "login-token");
  const after = await rotated.issue(content());
  assert.notEqual(decodeProtectedHeader(after.token).kid, decodeProtectedHeader(before.token).kid);
  await assert.rejects(new Tokens({ ...OPTIONS, secrets: [OLD] }).verify(after.token), {
    code: "unauthorized",
  });
  await assert.rejects(new Tokens({ ...OPTIONS, secrets: [NEW] }).verify(before.token), {
    code: "unauthorized",
  });
});

Deno.test("expired, foreign, unsigned and otherwise signed tokens are refused", async () => {
  const tokens = new Tokens({ ...OPTIONS, secrets: [NEW] });
  const expired = await tokens.issue(content(Math.floor(Date.now() / 1000) - 3700));
  await assert.rejects(tokens.verify(expired.token), { code: "session_ended" });

  const elsewhere = new Tokens({ ...OPTIONS, audience: "wss://other.example", secrets: [NEW] });
  await assert.rejects(tokens.verify((await elsewhere.issue(content())).token), {
    code: "unauthorized",
  });
  const otherIssuer = new Tokens({ ...OPTIONS, issuer: "them", secrets: [NEW] });
  await assert.rejects(tokens.verify((await otherIssuer.issue(content())).token), {
    code: "unauthorized",
  });

  const claims = { iss: "us", aud: OPTIONS.audience, sub: "user//alice", jti: "1" };
  const unsecured = new UnsecuredJWT(claims).setExpirationTime("1h").encode();
  await assert.rejects(tokens.verify(unsecured), { code: "unauthorized" });

  const longer = await new SignJWT(claims).setProtectedHeader({ alg: "HS512", typ: "JWT" })
    .setExpirationTime("1h").sign(new Uint8Array(64));
  await assert.rejects(tokens.verify(longer), { code: "unauthorized" });
  const raw = await new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setExpirationTime("1h").sign(new TextEncoder().encode(NEW));
  await assert.rejects(tokens.verify(raw), { code: "unauthorized" }, "the secret is no key itself");
});

Deno.test("what was sealed is opened by the same secret only", async () => {
  const sealed = await new Tokens({ ...OPTIONS, secrets: [NEW] }).seal({ for: "us" });
  assert.deepEqual(await new Tokens({ ...OPTIONS, secrets: [OLD, NEW] }).open(sealed), {
    for: "us",
  });
  await assert.rejects(new Tokens({ ...OPTIONS, secrets: [OLD] }).open(sealed), {
    code: "unauthorized",
  });
});
