import { expectTag, readDerSequence, readOnlyDer } from "./der_reader.ts";
import { ProtocolError } from "./errors.ts";
import { sameBytes } from "./same_bytes.ts";
import { type ByteSource, toBytes } from "./to_bytes.ts";

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
/**
 * The element `derOid("1.2.840.113549.1.1.1")`, rsaEncryption. Written out, because an agent that has
 * an identity needs no DER writer.
 */
export const RSA_ENCRYPTION: Uint8Array = new Uint8Array(
  [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1],
);

/**
 * The SubjectPublicKeyInfo (SPKI) of an X.509 certificate, as a view into it.
 *
 * @param certificate DER.
 * @throws {ProtocolError} `bad-der` when it is not a certificate.
 *
 * @example
 * ```ts
 * import { createAgentIdentity, spkiFromCertificate } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const { certificate } = await createAgentIdentity();
 * assert.equal(spkiFromCertificate(certificate).length, 422); // RSA-3072
 * ```
 */
export function spkiFromCertificate(certificate: ByteSource): Uint8Array {
  const [signed] = readDerSequence(
    readOnlyDer(toBytes(certificate, "certificate"), SEQUENCE, "certificate").content,
  );
  const fields = readDerSequence(expectTag(signed, SEQUENCE, "certificate body").content);
  // The version, an explicit [0], is left out of version 1 certificates.
  const hasVersion = fields[0]?.tag === 0xa0;
  expectTag(fields[hasVersion ? 1 : 0], INTEGER, "serial number");
  return expectTag(fields[hasVersion ? 6 : 5], SEQUENCE, "public key").whole;
}

/**
 * The PKCS#1 `RSAPublicKey` inside an RSA SPKI, or undefined when the key is not RSA.
 *
 * @throws {ProtocolError} `bad-der` when it is not an SPKI.
 */
export function pkcs1FromSpki(spki: ByteSource): Uint8Array | undefined {
  const fields = readDerSequence(readOnlyDer(toBytes(spki, "SPKI"), SEQUENCE, "SPKI").content);
  const [algorithm] = readDerSequence(expectTag(fields[0], SEQUENCE, "key algorithm").content);
  const bits = expectTag(fields[1], BIT_STRING, "public key").content;
  if (algorithm === undefined || !sameBytes(algorithm.whole, RSA_ENCRYPTION)) return undefined;
  if (bits[0] !== 0) throw new ProtocolError("bad-der", "the RSA key is not whole bytes");
  return bits.subarray(1);
}

/**
 * The form of a public key that MeshCentral hashes: PKCS#1 for RSA, the whole SPKI for others
 * (`certoperations.js`, getPublicKeyHash).
 */
export function hashedKeyForm(spki: Uint8Array): Uint8Array {
  return pkcs1FromSpki(spki) ?? spki;
}
