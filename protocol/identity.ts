import { type CertificateOptions, createSelfSignedCertificate } from "./certificate.ts";
import { deriveNodeId } from "./ids.ts";
import { spkiFromCertificate } from "./public_key.ts";
import { SIGNATURE_ALGORITHM } from "./signature.ts";

/** How a key pair may be used later. */
export interface KeyPairOptions {
  /** Whether the private key can be exported. @default {false} */
  readonly extractable?: boolean;
}

/**
 * The key pair of an agent: RSA-3072 for RSASSA-PKCS1-v1_5 with SHA-384, public exponent 65537.
 * Takes 0.3 to 0.9 s, off the calling thread.
 *
 * @example
 * ```ts
 * import { generateAgentKeyPair } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const { privateKey } = await generateAgentKeyPair();
 * assert.equal(privateKey.extractable, false);
 * ```
 */
export async function generateAgentKeyPair(options: KeyPairOptions = {}): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(
    { ...SIGNATURE_ALGORITHM, modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]) },
    options.extractable ?? false,
    ["sign", "verify"],
  );
}

/** Who an agent is: what it needs to sign in, and to be the same node the next time. */
export interface AgentIdentity {
  /** X.509 DER with the public key; sent in AUTH_VERIFY. */
  readonly certificate: Uint8Array;
  /** Signs the handshake. */
  readonly privateKey: CryptoKey;
  /** 64 characters; derived from the certificate's key. */
  readonly nodeId: string;
}

/**
 * A new identity: key pair, self-signed certificate, NodeID.
 *
 * @example
 * ```ts
 * import { createAgentIdentity } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const identity = await createAgentIdentity();
 * assert.match(identity.nodeId, /^[A-Za-z0-9@$]{64}$/);
 * ```
 */
export async function createAgentIdentity(
  options: KeyPairOptions & CertificateOptions = {},
): Promise<AgentIdentity> {
  const keyPair = await generateAgentKeyPair(options);
  const certificate = await createSelfSignedCertificate(keyPair, options);
  return {
    certificate,
    privateKey: keyPair.privateKey,
    nodeId: await deriveNodeId(spkiFromCertificate(certificate)),
  };
}
