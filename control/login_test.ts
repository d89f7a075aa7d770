import assert from "node:assert/strict";
import { wsTransport } from "../transport/ws.ts";
import { ControlError } from "./errors.ts";
import { loginRequest, refusal } from "./login.ts";
import type { ControlOptions } from "./types.ts";

const who = { username: "admin", password: "päss,wörd" };

Deno.test("a login by message has the credentials in the first message and not in the URL", () => {
  const { url, headers, firstMessage } = loginRequest({ ...who, url: "wss://a.example" });
  assert.equal(url, "wss://a.example/control.ashx?moreargs=1");
  assert.equal(headers, undefined);
  assert.deepEqual(firstMessage, {
    action: "urlargs",
    args: { user: "admin", pass: "päss,wörd" },
  });
});

Deno.test("a login by header has them in x-meshauth, as UTF-8 in base64", () => {
  const options = { ...who, token: "123456", login: "header", webSocket: wsTransport() } as const;
  const { url, headers, firstMessage } = loginRequest({ ...options, url: "wss://a.example" });
  assert.equal(url, "wss://a.example/control.ashx");
  assert.equal(firstMessage, undefined);
  const parts = headers?.["x-meshauth"]?.split(",") ?? [];
  const texts = parts.map((part) => new TextDecoder().decode(Uint8Array.fromBase64(part)));
  assert.deepEqual(texts, ["admin", "päss,wörd", "123456"]);
});

Deno.test("the built-in WebSocket cannot log in by header, and the error says so", () => {
  assert.throws(
    () => loginRequest({ ...who, url: "wss://a.example", login: "header" }),
    (error: unknown) => error instanceof ControlError && /wsTransport/.test(error.message),
  );
});

Deno.test("the URL may name a domain, the channel itself, or use https", () => {
  const channel = (url: string): string => loginRequest({ ...who, url }).url;
  assert.equal(channel("https://a.example:8443/"), "wss://a.example:8443/control.ashx?moreargs=1");
  assert.equal(channel("wss://a.example/sub/"), "wss://a.example/sub/control.ashx?moreargs=1");
  const full = "ws://a.example/sub/control.ashx?moreargs=1";
  assert.equal(channel("ws://a.example/sub/control.ashx"), full);
});

Deno.test("a domain's key is in the URL only where there is no other place for it", () => {
  const url = "wss://a.example/?key=k";
  for (const options of [{ url }, { url: "wss://a.example", domainKey: "k" }]) {
    const request = loginRequest({ ...who, ...options });
    assert.equal(request.url, "wss://a.example/control.ashx?moreargs=1");
    const args = { user: who.username, pass: who.password, key: "k" };
    assert.deepEqual(request.firstMessage, { action: "urlargs", args });
    const header = { login: "header", webSocket: wsTransport() } as const;
    const { url: inHeader } = loginRequest({ ...who, ...options, ...header });
    assert.equal(inHeader, "wss://a.example/control.ashx?key=k");
  }
});

Deno.test("a login token, a cookie and a login key go the same way", async () => {
  const url = "wss://a.example/lab";
  const argsOf = async (options: Partial<ControlOptions>): Promise<unknown> =>
    (await loginRequest({ url, ...options }).firstMessage)?.["args"];
  const loginToken = { username: "~t:x", password: "secret" };
  assert.deepEqual(await argsOf({ loginToken }), { user: "~t:x", pass: "secret" });
  assert.deepEqual(await argsOf({ cookie: "c" }), { auth: "c" });
  const { auth } = await argsOf({ loginKey: "0f".repeat(80), username: "Bob" }) as { auth: string };
  assert.ok(auth.length > 100);
  const header = { login: "header", webSocket: wsTransport() } as const;
  for (
    const bad of [
      {},
      { username: "a" },
      { loginKey: "0f".repeat(80) },
      { loginKey: "x", username: "a" },
      { cookie: "c", ...header },
    ]
  ) {
    assert.throws(() => loginRequest({ url, ...bad }), { code: "bad-options" });
  }
});

Deno.test("a URL of no use is refused without repeating it", () => {
  for (const url of ["a.example", "ftp://a.example", "wss://admin:secret@a.example"]) {
    assert.throws(
      () => loginRequest({ ...who, url }),
      (error: unknown) =>
        error instanceof ControlError && error.code === "bad-options" &&
        !error.message.includes("a.example"),
    );
  }
  assert.throws(() => loginRequest({ url: "wss://a.example", username: "", password: "x" }));
});

Deno.test("each refusal has its code", () => {
  const code = (cause: string, msg: string): string =>
    refusal({ action: "close", cause, msg }, "header").code;
  assert.equal(code("noauth", "noauth-2d"), "login-refused");
  assert.equal(code("noauth", "noauth-4"), "login-refused");
  assert.equal(code("noauth", "nokey"), "login-key-required");
  assert.equal(code("banned", "banned-1"), "banned");
  assert.equal(code("notools", "notools"), "tools-not-allowed");
  assert.equal(code("invalidorigin", "invalidorigin"), "origin-refused");
  assert.equal(code("emailvalidation", "emailvalidationrequired"), "email-unverified");
  assert.equal(code("expired", "expired-1"), "session-expired");
  assert.equal(code("", ""), "login-refused");
});

Deno.test("a missing second factor names the ways the server can send one", () => {
  const message = { action: "close", cause: "noauth", msg: "tokenrequired" };
  const error = refusal({ ...message, email2fa: true, sms2fa: false, msg2fa: true }, "message");
  assert.equal(error.code, "token-required");
  assert.deepEqual(error.tokenMethods, ["email", "message"]);
});

Deno.test("a server that did not read the first message is called too old", () => {
  const error = refusal({ action: "close", cause: "noauth", msg: "noauth-4" }, undefined);
  assert.match(error.message, /too old.*login: "header"/);
});
