import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createSelfSignedCertificate,
  derSubjectAltName,
  generateAgentKeyPair,
} from "../protocol/mod.ts";

/** A self-signed certificate for 127.0.0.1 and some names, in files. */
export interface TlsFiles extends AsyncDisposable {
  readonly certificate: Uint8Array;
  /** SHA-256 of its public key in base64, by which Chromium can be told to trust this one. */
  readonly keyHash: string;
  readonly pem: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Made by the library's own DER writer, and kept in a temporary folder. */
export async function createTlsFiles(
  dnsNames: readonly string[] = ["localhost"],
): Promise<TlsFiles> {
  const keyPair = await generateAgentKeyPair({ extractable: true });
  const certificate = await createSelfSignedCertificate(keyPair, {
    commonName: dnsNames[0] ?? "localhost",
    extensions: [derSubjectAltName({ dnsNames, ipAddresses: ["127.0.0.1"] })],
  });
  const folder = await mkdtemp(join(tmpdir(), "cs-tls-"));
  const certificateFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "key.pem");
  const pem = toPem("CERTIFICATE", certificate);
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keyPair.privateKey));
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("spki", keyPair.publicKey));
  await writeFile(certificateFile, pem);
  await writeFile(keyFile, toPem("PRIVATE KEY", key), { mode: 0o600 });
  return {
    certificate,
    keyHash: createHash("sha256").update(publicKey).digest("base64"),
    pem,
    certificateFile,
    keyFile,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

function toPem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
