/**
 * What servers of the same installation may share in tests, since making it takes most of a first
 * start: keys, the administrator's account, and a quick key to sign programs with.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSelfSignedCertificate } from "../../protocol/mod.ts";

/** The files that one server makes and others begin with, by the name they are stored under. */
const STORED = {
  /** MeshCentral's certificates and keys, once it has started. */
  keys: /-cert-(private\.key|public\.crt)$/,
  /** Its databases, and who the administrator is, before it has started. */
  account: /^(meshcentral.*\.db|administrator\.json)$/,
} as const;

/**
 * What MeshCentral signs its programs for Windows with, at each first start: a key of its own takes
 * a second and more, this one no time, and nobody runs the programs.
 */
const SIGNER = "agentsigningcert.pem";
const SIGNER_KEY = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384", modulusLength: 1024 };

/** Fills a new server's data folder with what is stored; nothing is yet for the first one. */
export async function prepare(installation: string, data: string): Promise<void> {
  for (const name of Object.keys(STORED)) await copyFiles(join(installation, name), data, /./);
  await writeFile(join(data, SIGNER), await makeSigner(), { mode: 0o600 });
}

async function makeSigner(): Promise<string> {
  const publicExponent = new Uint8Array([1, 0, 1]);
  const usages = ["sign", "verify"] as const;
  const pair = await crypto.subtle.generateKey({ ...SIGNER_KEY, publicExponent }, true, usages);
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  return pem("PRIVATE KEY", key) + pem("CERTIFICATE", await createSelfSignedCertificate(pair));
}

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** Stores this of a data folder with the installation, unless some is stored already. */
export async function keep(
  installation: string,
  name: keyof typeof STORED,
  data: string,
): Promise<void> {
  const part = join(installation, `${name}.${randomBytes(6).toString("hex")}.part`);
  await mkdir(part, { mode: 0o700 });
  try {
    await copyFiles(data, part, STORED[name]);
    await rename(part, join(installation, name));
  } catch (error) {
    // Somebody else's is there: as good as this.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function copyFiles(from: string, to: string, wanted: RegExp): Promise<void> {
  const names = await readdir(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names.filter((name) => wanted.test(name))) {
    await copyFile(join(from, name), join(to, name));
  }
}
