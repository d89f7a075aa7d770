import { concatBytes } from "./concat_bytes.ts";
import { ProtocolError } from "./errors.ts";
import { spkiFromCertificate } from "./public_key.ts";

/** RSASSA-PKCS1-v1_5 with SHA-384, as Web Crypto names it: the protocol's only signature. */
export const SIGNATURE_ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" } as const;

/** SHA-384: 48 bytes. */
export async function sha384(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-384", bytes as BufferSource));
}

/** Signs with an RSA key: as many bytes as its modulus has. */
export async function sign(key: CryptoKey, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(
    await crypto.subtle.sign(SIGNATURE_ALGORITHM, key, bytes as BufferSource),
  );
}

/** Whether the key of `certificate` made `signature` over `bytes`. */
export async function verify(
  certificate: Uint8Array,
  signature: Uint8Array,
  bytes: Uint8Array,
): Promise<boolean> {
  const spki = spkiFromCertificate(certificate);
  try {
    const key = await crypto.subtle.importKey(
      "spki",
      spki as BufferSource,
      SIGNATURE_ALGORITHM,
      false,
      ["verify"],
    );
    return await crypto.subtle.verify(
      SIGNATURE_ALGORITHM,
      key,
      signature as BufferSource,
      bytes as BufferSource,
    );
  } catch (cause) {
    // Deno takes some broken keys and throws only when it uses them.
    throw new ProtocolError("bad-certificate", "not an RSA key", { cause });
  }
}

/**
 * The 144 bytes that a side signs. The agent signs serverHash ‖ serverNonce ‖ agentNonce; the
 * server serverHash ‖ agentNonce ‖ serverNonce: its own nonce last, where the agent's own is last
 * too. (The system reference has the agent's order only; this is what a real server does.)
 */
export function signedBytes(
  serverHash: Uint8Array,
  peerNonce: Uint8Array,
  ownNonce: Uint8Array,
): Uint8Array {
  return concatBytes(serverHash, peerNonce, ownNonce);
}
