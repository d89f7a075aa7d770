import { ApiConfigError } from "./config_error.ts";

/** What is made of one secret: signing and encryption never share a key. */
export interface SecretKeys {
  /** Names the secret in a token's header; tells nothing about it. */
  readonly id: string;
  /** HS256, imported once: that takes longer than a signature. */
  readonly signing: CryptoKey;
  /** A256GCM: 32 bytes. */
  readonly encryption: Uint8Array;
}

/** Bytes; as many as HS256 has, RFC 7518 §3.2. */
const SHORTEST = 32;

const SALT = new TextEncoder().encode("@cs/meshcentral api");

/** Throws unless a secret is long enough. */
export function checkSecret(secret: string): void {
  const { length } = new TextEncoder().encode(secret);
  if (length >= SHORTEST) return;
  throw new ApiConfigError(
    `The JWT secret has ${length} bytes; at least ${SHORTEST} are needed. Make one with ` +
      "`openssl rand -base64 48`, and set JWT_SECRET to it.",
  );
}

/** Derives the keys of a secret by HKDF-SHA-256 (RFC 5869). */
export async function deriveSecretKeys(secret: string): Promise<SecretKeys> {
  const bytes = new TextEncoder().encode(secret);
  const material = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]);
  const derive = async (purpose: string, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const info = new TextEncoder().encode(purpose);
    const parameters = { name: "HKDF", hash: "SHA-256", salt: SALT, info };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, length * 8));
  };
  const [id, signing, encryption] = await Promise.all([
    derive("key id", 6),
    derive("sign HS256", 32),
    derive("encrypt A256GCM", 32),
  ]);
  const hmac = { name: "HMAC", hash: "SHA-256" };
  return {
    id: hex(id),
    signing: await crypto.subtle.importKey("raw", signing, hmac, false, ["sign", "verify"]),
    encryption,
  };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
