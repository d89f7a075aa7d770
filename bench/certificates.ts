import "reflect-metadata"; // @peculiar/x509 wants it first
import * as x509 from "@peculiar/x509";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import { createSelfSignedCertificate, generateAgentKeyPair } from "../protocol/mod.ts";
import { type Row, time } from "./samples.ts";

const NOT_BEFORE = new Date("2026-01-01T00:00:00Z");
const NOT_AFTER = new Date("2049-01-01T00:00:00Z");
const NAME = "MeshNodeCertificate";

/** The same certificate by three libraries with one key, with and without its signature's time. */
export async function certificates(count: number): Promise<Row[]> {
  const keys = await generateAgentKeyPair();
  const makers = {
    "this library": () =>
      createSelfSignedCertificate(keys, { notBefore: NOT_BEFORE, notAfter: NOT_AFTER }),
    "pkijs": () => byPkijs(keys),
    "@peculiar/x509": () => byPeculiar(keys),
  };
  const rows: Row[] = [];
  for (const [library, make] of Object.entries(makers)) {
    rows.push({ what: library, durations: await time(count, make) });
  }
  const sign = () => Promise.resolve(new ArrayBuffer(384));
  Object.defineProperty(crypto.subtle, "sign", { value: sign, configurable: true });
  try {
    for (const [library, make] of Object.entries(makers)) {
      rows.push({ what: `${library}, signing stubbed`, durations: await time(10 * count, make) });
    }
  } finally {
    Reflect.deleteProperty(crypto.subtle, "sign");
  }
  return rows;
}

async function byPkijs({ publicKey, privateKey }: CryptoKeyPair): Promise<ArrayBuffer> {
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({
    valueHex: crypto.getRandomValues(new Uint8Array(16)).buffer,
  });
  for (const name of [certificate.issuer, certificate.subject]) {
    name.typesAndValues.push(
      new pkijs.AttributeTypeAndValue({
        type: "2.5.4.3",
        value: new asn1js.Utf8String({ value: NAME }),
      }),
    );
  }
  certificate.notBefore.value = NOT_BEFORE;
  certificate.notAfter.value = NOT_AFTER;
  const constraints = new pkijs.BasicConstraints({ cA: true });
  certificate.extensions = [
    new pkijs.Extension({
      extnID: "2.5.29.19",
      critical: true,
      extnValue: constraints.toSchema().toBER(false),
      parsedValue: constraints,
    }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  await certificate.sign(privateKey, "SHA-384");
  return certificate.toSchema(true).toBER(false);
}

async function byPeculiar(keys: CryptoKeyPair): Promise<ArrayBuffer> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${NAME}`,
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    signingAlgorithm: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" },
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return certificate.rawData;
}
