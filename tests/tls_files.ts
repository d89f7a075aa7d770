import { Buffer } from "node:buffer";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createSelfSignedCertificate,
  derSubjectAltName,
  generateAgentKeyPair,
} from "../protocol/mod.ts";

/** A self-signed certificate for localhost and 127.0.0.1, in files. */
export interface TlsFiles extends AsyncDisposable {
  readonly certificate: Uint8Array;
  readonly pem: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Made by the library's own DER writer, and kept in a temporary folder. */
export async function createTlsFiles(): Promise<TlsFiles> {
  const keyPair = await generateAgentKeyPair({ extractable: true });
  const certificate = await createSelfSignedCertificate(keyPair, {
    commonName: "localhost",
    extensions: [derSubjectAltName({ dnsNames: ["localhost"], ipAddresses: ["127.0.0.1"] })],
  });
  const folder = await mkdtemp(join(tmpdir(), "cs-tls-"));
  const certificateFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "key.pem");
  const pem = toPem("CERTIFICATE", certificate);
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keyPair.privateKey));
  await writeFile(certificateFile, pem);
  await writeFile(keyFile, toPem("PRIVATE KEY", key), { mode: 0o600 });
  return {
    certificate,
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
