import { derOctetString, derOid, derSeq, derTlv } from "./der.ts";
import { ProtocolError } from "./errors.ts";
import { encodeUtf8 } from "./utf8.ts";

/** The names under which a TLS server may be reached. */
export interface SubjectNames {
  /** DNS names. */
  readonly dnsNames?: readonly string[];
  /** IPv4 addresses, dotted. */
  readonly ipAddresses?: readonly string[];
}

/**
 * The extension subjectAltName (RFC 5280 4.2.1.6), for a certificate that a TLS server shows.
 *
 * @throws {ProtocolError} `bad-field` for what is no IPv4 address.
 *
 * @example
 * ```ts
 * import {
 *   createSelfSignedCertificate, derSubjectAltName, generateAgentKeyPair,
 * } from "@cs/meshcentral/protocol";
 * import { X509Certificate } from "node:crypto";
 * import assert from "node:assert/strict";
 *
 * const extensions = [derSubjectAltName({ dnsNames: ["localhost"], ipAddresses: ["127.0.0.1"] })];
 * const der = await createSelfSignedCertificate(await generateAgentKeyPair(), { extensions });
 * assert.equal(
 *   new X509Certificate(der).subjectAltName,
 *   "DNS:localhost, IP Address:127.0.0.1",
 * );
 * ```
 */
export function derSubjectAltName({ dnsNames = [], ipAddresses = [] }: SubjectNames): Uint8Array {
  const names = [
    ...dnsNames.map((name) => derTlv(0x82, encodeUtf8(name))),
    ...ipAddresses.map((address) => derTlv(0x87, ipv4(address))),
  ];
  return derSeq(derOid("2.5.29.17"), derOctetString(derSeq(...names)));
}

function ipv4(address: string): Uint8Array {
  const octets = address.split(".");
  // By its digits: Number() takes "", " 1", "0x1" and "1e1", too.
  if (octets.length === 4 && octets.every((o) => /^\d{1,3}$/.test(o) && Number(o) < 256)) {
    return new Uint8Array(octets.map(Number));
  }
  throw new ProtocolError("bad-field", `${address} is not an IPv4 address`);
}
