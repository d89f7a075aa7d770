import "reflect-metadata"; // @peculiar/x509 wants it first
import * as x509 from "@peculiar/x509";
import * as asn1js from "asn1js";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pkijs from "pkijs";
import {
  createAgentIdentity,
  createSelfSignedCertificate,
  derSubjectAltName,
  generateAgentKeyPair,
  spkiFromCertificate,
} from "./mod.ts";

const keys = await generateAgentKeyPair();
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

Deno.test("the private key of an agent cannot be exported, unless that was asked for", async () => {
  assert.equal(keys.privateKey.extractable, false);
  assert.equal((await generateAgentKeyPair({ extractable: true })).privateKey.extractable, true);
  const { modulusLength, hash } = keys.privateKey.algorithm as RsaHashedKeyAlgorithm;
  assert.deepEqual([modulusLength, hash.name], [3072, "SHA-384"]);
});

Deno.test("pkijs reads the certificate, finds it signed by its own key, and writes it the same", async () => {
  const der = await createSelfSignedCertificate(keys);
  const certificate = pkijs.Certificate.fromBER(new Uint8Array(der));
  assert.equal(certificate.version, 2); // version 3
  assert.equal(await certificate.verify(), true);
  assert.deepEqual(new Uint8Array(certificate.toSchema().toBER(false)), der);
  assert.equal(certificate.signatureAlgorithm.algorithmId, "1.2.840.113549.1.1.12");
  const [constraints] = certificate.extensions ?? [];
  assert.equal(constraints?.extnID, "2.5.29.19");
  assert.equal(constraints?.critical, true);
  assert.equal((constraints?.parsedValue as pkijs.BasicConstraints).cA, true);
});

Deno.test("asn1js takes it apart and puts it together again, byte for byte", async () => {
  const der = await createSelfSignedCertificate(keys);
  const { result, offset } = asn1js.fromBER(der);
  assert.equal(offset, der.length);
  assert.deepEqual(new Uint8Array(result.toBER(false)), der);
});

Deno.test("node:crypto and @peculiar/x509 read what was asked for", async () => {
  const notBefore = new Date("2026-11-24T01:02:03Z");
  const notAfter = new Date("2049-12-31T23:59:59Z");
  const der = await createSelfSignedCertificate(keys, {
    commonName: "Büro",
    notBefore,
    notAfter,
    serialNumber: new Uint8Array([0xff, 1]),
  });
  const byNode = new X509Certificate(der);
  assert.equal(byNode.subject, "CN=Büro");
  assert.equal(byNode.issuer, "CN=Büro");
  assert.equal(byNode.serialNumber, "FF01"); // positive, in spite of its first bit
  assert.ok(byNode.ca);
  assert.ok(byNode.verify(byNode.publicKey));
  assert.ok(byNode.checkIssued(byNode));

  const byPeculiar = new x509.X509Certificate(der as Uint8Array<ArrayBuffer>);
  assert.deepEqual([byPeculiar.notBefore, byPeculiar.notAfter], [notBefore, notAfter]);
  assert.ok(await byPeculiar.isSelfSigned());
  assert.deepEqual(new Uint8Array(byPeculiar.publicKey.rawData), spkiFromCertificate(der));
});

Deno.test("its public key is the one of the key pair, in a v1 certificate, too", async () => {
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey));
  assert.deepEqual(spkiFromCertificate(await createSelfSignedCertificate(keys)), spki);
  assert.deepEqual(spkiFromCertificate(await versionOne()), spki);
});

Deno.test("by default it is valid from yesterday for 10,000 days, with a serial number of its own", async () => {
  const [a, b] = await Promise.all([
    createSelfSignedCertificate(keys),
    createSelfSignedCertificate(keys),
  ]);
  const [one, other] = [new X509Certificate(a), new X509Certificate(b)];
  assert.notEqual(one.serialNumber, other.serialNumber);
  assert.match(one.serialNumber, /^[0-9A-F]{20,32}$/); // 16 bytes, which may begin with zeros
  assert.equal(one.subject, "CN=MeshNodeCertificate");
  const [from, to] = [Date.parse(one.validFrom), Date.parse(one.validTo)];
  assert.equal(Math.round((to - from) / 86_400_000), 10_000);
  assert.equal(Math.round((Date.now() - from) / 86_400_000), 1);
});

Deno.test("years to 2049 are UTCTime, later ones GeneralizedTime, as RFC 5280 wants", async () => {
  const der = await createSelfSignedCertificate(keys, {
    notBefore: new Date("2049-12-31T23:59:59Z"),
    notAfter: new Date("2050-01-01T00:00:00Z"),
  });
  const certificate = pkijs.Certificate.fromBER(new Uint8Array(der));
  assert.deepEqual([certificate.notBefore.type, certificate.notAfter.type], [0, 1]);
  assert.equal(certificate.notAfter.value.toISOString(), "2050-01-01T00:00:00.000Z");
});

Deno.test("names and addresses of a server stand in it; what is no address is refused", async () => {
  const names = {
    dnsNames: ["a.example", "*.b.example"],
    ipAddresses: ["127.0.0.1", "10.0.0.255"],
  };
  const der = await createSelfSignedCertificate(keys, { extensions: [derSubjectAltName(names)] });
  assert.equal(
    new X509Certificate(der).subjectAltName,
    "DNS:a.example, DNS:*.b.example, IP Address:127.0.0.1, IP Address:10.0.0.255",
  );
  const wrong = ["", "1.2.3", "1.2.3.256", "1.2.3.4.5", "::1", "a.b.c.d", "1.2.3.-4"];
  // What Number() takes and an address does not.
  wrong.push("1.2.3.", "1..2.3", " 1.2.3.4", "1.2.3.0x4", "1.2.3.1e1", "1.2.3.4\n");
  for (const address of wrong) {
    assert.throws(() => derSubjectAltName({ ipAddresses: [address] }), { code: "bad-field" });
  }
});

Deno.test("an identity's NodeID is the one of its certificate, and two identities are two nodes", async () => {
  const [one, other] = await Promise.all([createAgentIdentity(), createAgentIdentity()]);
  assert.match(one.nodeId, /^[A-Za-z0-9@$]{64}$/);
  assert.notEqual(one.nodeId, other.nodeId);
  assert.equal(one.privateKey.extractable, false);
});

Deno.test({
  name: "openssl verifies it against itself" + (hasOpenssl ? "" : " (skipped: no openssl)"),
  ignore: !hasOpenssl,
  async fn() {
    const folder = mkdtempSync(join(tmpdir(), "cs-certificate-"));
    try {
      const file = join(folder, "certificate.pem");
      const der = await createSelfSignedCertificate(keys, {
        commonName: "tab",
        notBefore: new Date("2026-01-02T03:04:05Z"),
        notAfter: new Date("2050-01-02T03:04:05Z"),
        serialNumber: new Uint8Array([0x80, 1]),
      });
      writeFileSync(file, new X509Certificate(der).toString());
      const openssl = (...args: string[]) =>
        spawnSync("openssl", [...args], { encoding: "utf8" }).stdout;
      assert.match(
        openssl("verify", "-x509_strict", "-check_ss_sig", "-CAfile", file, file),
        /: OK/,
      );
      const text = openssl("x509", "-in", file, "-noout", "-text");
      assert.match(text, /Version: 3 \(0x2\)/);
      assert.match(text, /Serial Number: 32769 \(0x8001\)/);
      assert.match(text, /Subject: CN ?= ?tab\n/);
      assert.match(text, /Not Before: Jan +2 03:04:05 2026 GMT/);
      assert.match(text, /Not After : Jan +2 03:04:05 2050 GMT/);
      assert.match(text, /Basic Constraints: critical\s+CA:TRUE/);
      assert.match(text, /Public-Key: \(3072 bit\)/);
      assert.match(text, /Signature Algorithm: sha384WithRSAEncryption/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

/** A certificate without version and extensions, as old tools make them. */
async function versionOne(): Promise<Uint8Array> {
  const certificate = new pkijs.Certificate();
  certificate.serialNumber = new asn1js.Integer({ value: 1 });
  certificate.notBefore.value = new Date("2026-01-01");
  certificate.notAfter.value = new Date("2027-01-01");
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, "SHA-384");
  return new Uint8Array(certificate.toSchema(true).toBER(false));
}
