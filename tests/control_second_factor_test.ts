import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { ControlClient } from "../control/mod.ts";
import { startTestServer } from "./test_server.ts";
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

Deno.test("an account with a second factor needs its code; login tokens and keys do not", async () => {
  const loginKey = "0123456789abcdef".repeat(10);
  // A server whose name has no dot knows no second factors.
  await using test = await startTestServer({
    settings: { cert: "mesh.localhost", loginCookieEncryptionKey: loginKey },
  });
  await using admin = await test.operator();
  const credentials = { username: "factor", password: "secret" };
  await admin.addUser(credentials);
  const url = test.server.webSocketUrl;
  await using user = await ControlClient.connect({ url, ...credentials });
  const { secret } = await user.request({ action: "otpauth-request" });
  const setUp = { action: "otpauth-setup", secret, token: totp(String(secret)) };
  assert.equal((await user.request(setUp))["success"], true);

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
    const token = totp(String(secret));
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
