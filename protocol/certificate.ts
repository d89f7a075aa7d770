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
  derTlv,
  derUtcTime,
  derUtf8,
} from "./der.ts";
import { ProtocolError } from "./errors.ts";
import { sign } from "./signature.ts";
import { encodeUtf8 } from "./utf8.ts";

/** What a self-signed certificate says; everything has a default. */
export interface CertificateOptions {
  /** CN of subject and issuer. @default {"MeshNodeCertificate"} (as the native agent's) */
  readonly commonName?: string;
  /** First moment of validity. @default one day ago, for clocks that differ */
  readonly notBefore?: Date;
  /** Last moment of validity. @default 10,000 days after `notBefore`, as the native agent's */
  readonly notAfter?: Date;
  /** Positive serial number, big-endian, at most 20 bytes. @default 16 random bytes */
  readonly serialNumber?: Uint8Array;
  /** DNS names, for a certificate that a TLS server shows. */
  readonly dnsNames?: readonly string[];
  /** IPv4 addresses, for a certificate that a TLS server shows. */
  readonly ipAddresses?: readonly string[];
}

const DAY = 86_400_000;
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
    derInt(options.serialNumber ?? randomSerialNumber()),
    SHA384_WITH_RSA,
    name,
    derSeq(derTime(notBefore), derTime(notAfter)),
    name,
    spki,
    derContext(3, derSeq(...extensions(options))),
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

function randomSerialNumber(): Uint8Array {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = (serial[0] ?? 0) & 0x7f | 0x40; // positive, and never with leading zeros
  return serial;
}

function extensions(options: CertificateOptions): Uint8Array[] {
  // CA: the certificate signs itself, and verifiers that are given it as their root want that.
  const basicConstraints = derSeq(
    derOid("2.5.29.19"),
    derBool(true),
    derOctetString(derSeq(derBool(true))),
  );
  const names = [
    ...(options.dnsNames ?? []).map((name) => derTlv(0x82, encodeUtf8(name))),
    ...(options.ipAddresses ?? []).map((address) => derTlv(0x87, ipv4(address))),
  ];
  if (names.length === 0) return [basicConstraints];
  const subjectAltName = derSeq(derOid("2.5.29.17"), derOctetString(derSeq(...names)));
  return [basicConstraints, subjectAltName];
}

function ipv4(address: string): Uint8Array {
  const octets = address.split(".").map(Number);
  if (octets.length === 4 && octets.every((o) => Number.isInteger(o) && o >= 0 && o < 256)) {
    return new Uint8Array(octets);
  }
  throw new ProtocolError("bad-field", `${address} is not an IPv4 address`);
}
