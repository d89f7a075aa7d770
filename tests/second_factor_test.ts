import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { ControlClient } from "../control/mod.ts";
import { createApi } from "../api/mod.ts";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";
import { serveConsole } from "./console_build.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { wsTransport } from "../transport/ws.ts";

/** The code of an authenticator app (RFC 6238: SHA-1, 30 s, six digits) for a base32 secret. */
function totp(secret: string, now = Date.now()): string {
  const bits = [...secret.replace(/=+$/, "")]
    .map((letter) =>
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")
    )
    .join("");
  const key = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
  const counter = new DataView(new ArrayBuffer(8));
  counter.setUint32(4, Math.floor(now / 30_000));
  const hash = createHmac("sha1", key).update(new Uint8Array(counter.buffer)).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

const loginKey = "0123456789abcdef".repeat(10);
let test: TestServer;

Deno.test.beforeAll(async () => {
  // A server whose name has no dot knows no second factors.
  test = await startTestServer({
    settings: { cert: "mesh.localhost", loginCookieEncryptionKey: loginKey },
  });
});
Deno.test.afterAll(async () => {
  await test?.[Symbol.asyncDispose]();
});

/** A new account with a second factor. */
async function makeAccount(admin: ControlClient, username: string) {
  const credentials = { username, password: "secret" };
  await admin.addUser(credentials);
  const url = test.server.webSocketUrl;
  const user = await ControlClient.connect({ url, ...credentials });
  const { secret } = await user.request({ action: "otpauth-request" });
  const setUp = { action: "otpauth-setup", secret, token: totp(String(secret)) };
  assert.equal((await user.request(setUp))["success"], true);
  return { credentials, user, secret: String(secret) };
}

Deno.test("an account with a second factor needs its code; login tokens and keys do not", async () => {
  await using admin = await test.operator();
  const { credentials, secret, ...account } = await makeAccount(admin, "factor");
  await using user = account.user;
  const url = test.server.webSocketUrl;

  const header = { login: "header", webSocket: wsTransport() } as const;
  for (const way of [{}, header]) {
    for (const token of [undefined, "000000"]) {
      const connecting = ControlClient.connect({
        url,
        ...credentials,
        ...way,
        ...(token && { token }),
      });
      await assert.rejects(connecting, { code: "token-required", tokenMethods: [] });
    }
    const token = totp(secret);
    const client = await ControlClient.connect({ url, ...credentials, ...way, token });
    assert.equal(client.userInfo._id, "user//factor");
    await client.close();
  }
  const loginToken = await user.addLoginToken({ name: "t", expireMinutes: 5 });
  for (const options of [{ loginToken }, { loginKey, username: "factor" }]) {
    await (await ControlClient.connect({ url, ...options })).close();
  }
  // An administrator takes it off.
  await admin.setUserPassword("factor", "other", { removeSecondFactors: true });
  await (await ControlClient.connect({ url, username: "factor", password: "other" })).close();
});

Deno.test({
  name: "the console asks for the code of an account with a second factor, and takes it",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await using admin = await test.operator();
    const { credentials, user, secret } = await makeAccount(admin, "careful");
    await user.close();
    await using site = await serveConsole();
    const api = createApi({
      meshcentral: test.server.webSocketUrl,
      jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
      cors: [new URL(site.url).origin],
    });
    const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
    await using served = Deno.serve(options, api.fetch);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const address = `http://127.0.0.1:${served.addr.port}/api`;
      await page.addInitScript((url) => {
        localStorage.setItem("cs-console.servers", JSON.stringify([url]));
      }, address);
      await page.goto(site.url);
      await page.getByLabel("User name").fill(credentials.username);
      await page.getByLabel("Password").fill(credentials.password);
      const logIn = page.getByRole("button", { name: "Log in", exact: true });
      await logIn.click();
      const code = page.getByLabel("Code");
      await code.fill("000000");
      await screenshot(page, "real-second-factor");
      await logIn.click();
      await page.getByRole("alert").waitFor();
      await code.fill(totp(secret));
      await logIn.click();
      await page.getByText("No devices yet").waitFor();
    } finally {
      await browser.close();
      await api.close();
    }
  },
});
