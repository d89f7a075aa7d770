/**
 * The cookie that a server's login key makes: its holder is any user, without a password.
 *
 * @module
 */
import { decodeHex, encodeBase64 } from "./bytes.ts";
import { ControlError } from "./errors.ts";

/** Minutes for which a cookie is good: it is used at once. */
const LIFE = 2;

/** The 32 bytes of a login key that encrypt (`meshcentral.js`, encodeCookie: `key.slice(0, 32)`). */
export function readLoginKey(loginKey: string): Uint8Array<ArrayBuffer> {
  // `--logintokenkey` prints 160 digits; `loginCookieEncryptionKey` wants as many.
  if (/^[0-9a-f]{160}$/i.test(loginKey)) return decodeHex(loginKey.slice(0, 64));
  throw new ControlError("bad-options", "A login key is 160 hexadecimal digits.");
}

/**
 * A cookie for `auth=`: IV (12 bytes), tag (16), ciphertext of AES-256-GCM over the JSON, in base64
 * with `@` for `+` and `$` for `/`.
 *
 * @param userId in full, and in the case that the server has it in.
 * @param now in milliseconds; the server's clock must say much the same.
 */
export async function loginKeyCookie(
  key: Uint8Array<ArrayBuffer>,
  userId: string,
  now: number = Date.now(),
): Promise<string> {
  const { subtle } = crypto;
  if (subtle === undefined) {
    throw new ControlError("bad-options", "A login key can be used in a secure context only.");
  }
  const time = Math.floor(now / 1000);
  const content = { userid: userId, domainid: userId.split("/")[1], time, expire: LIFE };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const aes = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const text = new TextEncoder().encode(JSON.stringify(content));
  const sealed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, aes, text));
  const [ciphertext, tag] = [sealed.subarray(0, -16), sealed.subarray(-16)];
  const cookie = new Uint8Array([...iv, ...tag, ...ciphertext]);
  return encodeBase64(cookie).replaceAll("+", "@").replaceAll("/", "$");
}
