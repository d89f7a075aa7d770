import {
  derBitString,
  derBool,
  derContext,
  derGenTime,
  derInt,
  derNull,
  derOctetString,
  derOid,
  derSeq,
  derSet,
  derUtcTime,
  derUtf8,
} from "./der.ts";
import { sign } from "./signature.ts";
import type { ByteSource } from "./to_bytes.ts";

/** What a self-signed certificate says; everything has a default. */
export interface CertificateOptions {
  /** CN of subject and issuer. @default {"MeshNodeCertificate"} (as the native agent's) */
  readonly commonName?: string;
  /** First moment of validity. @default one day ago, for clocks that differ */
  readonly notBefore?: Date;
  /** Last moment of validity. @default 10,000 days after `notBefore`, as the native agent's */
  readonly notAfter?: Date;
  /** Positive serial number, big-endian, at most 20 bytes. @default 16 random bytes */
  readonly serialNumber?: ByteSource;
  /** Whole `Extension` elements in DER beside basicConstraints. @default none */
  readonly extensions?: readonly ByteSource[];
}

const DAY = 86_400_000;

/** CA: the certificate signs itself, and verifiers that get it as their root want that. */
const BASIC_CONSTRAINTS = derSeq(
  derOid("2.5.29.19"),
  derBool(true), // critical
  derOctetString(derSeq(derBool(true))),
);
const SHA384_WITH_RSA = derSeq(derOid("1.2.840.113549.1.1.12"), derNull());

/**
 * A self-signed X.509 v3 certificate in DER, signed with SHA-384 and RSA.
 *
 * @param keyPair From {@linkcode generateAgentKeyPair}; the private key may be non-extractable.
 * @returns About 1.1 kB for an RSA-3072 key.
 *
 * @example Node's own parser agrees
 * ```ts
 * import { createSelfSignedCertificate, generateAgentKeyPair } from "@cs/meshcentral/protocol";
 * import { X509Certificate } from "node:crypto";
 * import assert from "node:assert/strict";
 *
 * const der = await createSelfSignedCertificate(await generateAgentKeyPair());
 * const certificate = new X509Certificate(der);
 * assert.equal(certificate.subject, "CN=MeshNodeCertificate");
 * assert.ok(certificate.verify(certificate.publicKey));
 * ```
 */
export async function createSelfSignedCertificate(
  keyPair: CryptoKeyPair,
  options: CertificateOptions = {},
): Promise<Uint8Array> {
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", keyPair.publicKey));
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY);
  const notAfter = options.notAfter ?? new Date(notBefore.getTime() + 10_000 * DAY);
  const name = distinguishedName(options.commonName ?? "MeshNodeCertificate");
  const body = derSeq(
    derContext(0, derInt(2)), // version 3
    derInt(options.serialNumber ?? crypto.getRandomValues(new Uint8Array(16))),
    SHA384_WITH_RSA,
    name,
    derSeq(derTime(notBefore), derTime(notAfter)),
    name,
    spki,
    derContext(3, derSeq(BASIC_CONSTRAINTS, ...options.extensions ?? [])),
  );
  return derSeq(body, SHA384_WITH_RSA, derBitString(await sign(keyPair.privateKey, body)));
}

function distinguishedName(commonName: string): Uint8Array {
  return derSeq(derSet(derSeq(derOid("2.5.4.3"), derUtf8(commonName))));
}

/** RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime after. */
function derTime(time: Date): Uint8Array {
  return time.getUTCFullYear() < 2050 ? derUtcTime(time) : derGenTime(time);
}
