import { createPrivateKey, X509Certificate } from "node:crypto";

/** What a certificate must fit. */
export interface CertificateUse {
  /** PEM, with the intermediate certificates after it. */
  readonly certificate: string;
  /** PEM of the private key. */
  readonly key: string;
  /** Host names that it must be valid for. */
  readonly names: readonly string[];
  /** The time, in milliseconds. */
  readonly now: number;
}

/** What is wrong with a certificate and its key, and what is soon. */
export interface CertificateCheck {
  /** It must not be used. */
  readonly errors: readonly string[];
  /** It can be used. */
  readonly warnings: readonly string[];
}

const DAY = 86_400_000;
const SOON = 14;

/** Whether a certificate matches its key and the names of the server, and is not expired. */
export function checkCertificate(
  { certificate, key, names, now }: CertificateUse,
): CertificateCheck {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch {
    return {
      errors: ["this is no certificate in PEM form (-----BEGIN CERTIFICATE-----)"],
      warnings: [],
    };
  }
  const errors: string[] = [];
  const warnings: string[] = [];
  const [from, to] = [Date.parse(parsed.validFrom), Date.parse(parsed.validTo)];
  const days = Math.floor((to - now) / DAY);
  if (now < from) errors.push(`it is not valid before ${parsed.validFrom}`);
  if (now > to) errors.push(`it expired on ${parsed.validTo}`);
  else if (days < SOON) warnings.push(`it expires in ${days} day(s), on ${parsed.validTo}`);
  for (const name of names) {
    if (parsed.checkHost(name) === undefined) {
      errors.push(`it is not valid for ${name}, but for ${parsed.subjectAltName ?? "no name"}`);
    }
  }
  const wrongKey = keyProblem(parsed, key);
  if (wrongKey !== undefined) errors.push(wrongKey);
  return { errors, warnings };
}

function keyProblem(certificate: X509Certificate, key: string): string | undefined {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
      ? undefined
      : "its private key is another one: the two files do not belong together";
  } catch {
    return "its private key is no unencrypted key in PEM form";
  }
}
