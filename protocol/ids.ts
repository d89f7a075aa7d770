/**
 * The 48-byte ids of MeshCentral and the forms in which people find them.
 *
 * @module
 */
import { ProtocolError } from "./errors.ts";
import { hashedKeyForm, spkiFromCertificate } from "./public_key.ts";
import { sha384 } from "./signature.ts";
import { HASH_LENGTH } from "./hash_length.ts";
import { type ByteSource, toBytes } from "./to_bytes.ts";

/**
 * An id as MeshCentral prints it: 64 characters of base64 with `@` for `+` and `$` for `/`.
 *
 * @example
 * ```ts
 * import { formatId } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatId(new Uint8Array(48).fill(0xff)), "$".repeat(64));
 * ```
 */
export function formatId(id: ByteSource): string {
  return btoa(String.fromCharCode(...toBytes(id, "id"))).replaceAll("+", "@").replaceAll("/", "$");
}

/**
 * The 48 bytes of a device group id, NodeID, ServerID or server hash, in any form in which
 * MeshCentral shows one: 64 characters with `@` and `$` (or `+` and `/`), the same after
 * `mesh//`, `node//` or `mesh/domain/`, or 96 hex digits in either case with or without `0x`.
 * A device group made by an old server has 64 hex digits, in lower case or after `0x`: 32 bytes,
 * and 16 zeros after them.
 *
 * @throws {ProtocolError} `bad-id` for everything else.
 *
 * @example
 * ```ts
 * import { parseId } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const id = new Uint8Array(48).fill(0xff);
 * assert.deepEqual(parseId("mesh//" + "$".repeat(64)), id);
 * assert.deepEqual(parseId("0x" + "FF".repeat(48)), id);
 * ```
 */
export function parseId(text: string): Uint8Array {
  const id = text.trim().replace(/^(mesh|node)\/[^/]*\//, "");
  const id48 = new Uint8Array(HASH_LENGTH);
  if (/^((0x)?[0-9a-f]{96}|0x[0-9a-f]{64})$/i.test(id) || /^[0-9a-f]{64}$/.test(id)) {
    id48.set(id.replace(/^0x/i, "").match(/../g)?.map((octet) => parseInt(octet, 16)) ?? []);
    return id48;
  }
  if (/^[\w+/@$]{64}$/.test(id) && !id.includes("_")) {
    const binary = atob(id.replaceAll("@", "+").replaceAll("$", "/"));
    return id48.map((_, index) => binary.charCodeAt(index));
  }
  // The text stays out of the message: a mesh id is a secret.
  throw new ProtocolError(
    "bad-id",
    `not an id but ${text.length} characters: expected 64 as in mesh//…, or 96 hex digits`,
  );
}

/** An id as `.msh` files and `serverinfo` print it: 96 hex digits, here in lower case. */
export function formatHexId(id: ByteSource): string {
  return Array.from(toBytes(id, "id"), (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** Over what a NodeID is hashed. */
export interface NodeIdOptions {
  /**
   * `"pkcs1"`: over the PKCS#1 RSAPublicKey, what a real server shows. `"spki"`: over the whole
   * SPKI, as the system reference (1.5) has it; no MeshCentral we know does that.
   * @default {"pkcs1"}
   */
  readonly form?: "pkcs1" | "spki";
}

/**
 * The NodeID of an agent: SHA-384 of its public key, 64 characters. It equals the end of the
 * device's `_id`, `node/<domain>/<NodeID>`.
 *
 * @param spki The public key as SubjectPublicKeyInfo DER, `exportKey("spki", publicKey)`.
 * @throws {ProtocolError} `bad-der` when it is not an SPKI.
 *
 * @example
 * ```ts
 * import { deriveNodeId, generateAgentKeyPair } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const { publicKey } = await generateAgentKeyPair();
 * const spki = await crypto.subtle.exportKey("spki", publicKey);
 * assert.equal((await deriveNodeId(spki)).length, 64);
 * ```
 */
export async function deriveNodeId(
  spki: ByteSource,
  options: NodeIdOptions = {},
): Promise<string> {
  const key = toBytes(spki, "public key");
  return formatId(await sha384(options.form === "spki" ? key : hashedKeyForm(key)));
}

/**
 * The 48 bytes of the ServerID: SHA-384 of the key of the server's *agent* certificate, the one
 * in its AUTH_VERIFY. A `.msh` file and `serverinfo.agentCertHash` say it.
 *
 * @param certificate DER.
 * @throws {ProtocolError} `bad-der` when it is not a certificate.
 */
export async function deriveServerId(certificate: ByteSource): Promise<Uint8Array> {
  return await sha384(hashedKeyForm(spkiFromCertificate(certificate)));
}

/**
 * The 48 bytes of the server hash: SHA-384 of the TLS leaf certificate that the agent sees (behind
 * a proxy: the proxy's). A real server accepts both forms; `serverinfo.tlshash` is the first.
 *
 * @param certificate DER.
 * @param form Over the whole certificate, or over its key: PKCS#1 for RSA, SPKI for EC.
 * @throws {ProtocolError} `bad-der` when it is not a certificate.
 */
export async function deriveServerHash(
  certificate: ByteSource,
  form: "certificate" | "key" = "certificate",
): Promise<Uint8Array> {
  if (form === "key") return await deriveServerId(certificate);
  return await sha384(toBytes(certificate, "certificate"));
}
