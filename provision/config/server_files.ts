/**
 * The certificate of one's own that a specification names.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { ProvisionError } from "../errors.ts";
import { readText } from "../private_file.ts";
import type { ServerSpec, TlsSpec } from "../spec/spec.ts";
import { checkCertificate } from "./certificate.ts";
import type { ConfigChange } from "./merge_config.ts";

/** What a certificate is compared with. */
export interface CertificateContext {
  /** A config.json, parsed: its names. */
  readonly config: unknown;
  /** Where the files of the specification are relative to. */
  readonly baseFolder: string;
  /** The time, in milliseconds. */
  readonly now: number;
}

/** Files that are to be written. */
export interface CertificateFiles {
  /** Those that are missing or different. */
  readonly writes: readonly (readonly [path: string, content: string])[];
  /** The same for people. */
  readonly changes: readonly ConfigChange[];
  /** What is soon wrong. */
  readonly warnings: readonly string[];
}

/** Checks the files that a specification names; resolves with what is soon wrong with them. */
export async function checkServerFiles(
  server: ServerSpec | undefined,
  baseFolder: string,
  now: number = Date.now(),
): Promise<readonly string[]> {
  if (server?.tls === undefined) return [];
  return (await readCertificate(server.tls, { config: server, baseFolder, now })).warnings;
}

/** MeshCentral takes a certificate of one's own from two files of its data folder. */
export async function certificateFiles(
  dataFolder: string,
  tls: TlsSpec,
  context: CertificateContext,
): Promise<CertificateFiles> {
  const { certificate, key, warnings } = await readCertificate(tls, context);
  const wanted = [
    [join(dataFolder, "webserver-cert-public.crt"), certificate],
    [join(dataFolder, "webserver-cert-private.key"), key],
  ] as const;
  const writes: (readonly [string, string])[] = [];
  for (const entry of wanted) if (await readText(entry[0]) !== entry[1]) writes.push(entry);
  const changes = writes.map(([path]) => ({ path, from: undefined, to: "•••" }));
  return { writes, changes, warnings };
}

async function readCertificate(
  tls: TlsSpec,
  { config, baseFolder, now }: CertificateContext,
): Promise<{ certificate: string; key: string; warnings: readonly string[] }> {
  const certificate = await needed(resolve(baseFolder, tls.certificateFile), "certificateFile");
  const key = await needed(resolve(baseFolder, tls.keyFile), "keyFile");
  const check = checkCertificate({ certificate, key, names: hostNames(config), now });
  if (check.errors.length > 0) {
    throw new ProvisionError(
      "bad-config",
      `The certificate ${tls.certificateFile} was not taken: ${check.errors.join("; ")}.`,
    );
  }
  const warnings = check.warnings.map((text) => `The certificate ${tls.certificateFile}: ${text}.`);
  return { certificate, key, warnings };
}

async function needed(file: string, field: string): Promise<string> {
  const content = await readText(file);
  if (content !== undefined) return content;
  throw new ProvisionError("bad-config", `server.tls.${field}: there is no file ${file}.`);
}

/** The public name, and the DNS names of domains. */
function hostNames(config: unknown): readonly string[] {
  const { settings = {}, domains = {} } = lower(config) as {
    settings?: Record<string, unknown>;
    domains?: Record<string, Record<string, unknown> | null>;
  };
  const names = [settings["cert"], ...Object.values(domains).map((domain) => domain?.["dns"])];
  return names.filter((name) => typeof name === "string" && name.includes(".")).map(String);
}

function lower(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toLowerCase(), lower(member)]),
  );
}
