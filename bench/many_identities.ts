import { Buffer } from "node:buffer";
import { generatePrimeSync } from "node:crypto";
import { createSelfSignedCertificate, deriveNodeId } from "../protocol/mod.ts";
import type { AgentIdentity } from "../protocol/mod.ts";

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" } as const;
const EXPONENT = 65_537n;

/**
 * Many agents' identities at a low price: of N primes N(N−1)/2 different RSA-3072 keys are made.
 * Keys that share primes are broken by a greatest common divisor: for load tests only.
 */
export async function createManyIdentities(count: number): Promise<AgentIdentity[]> {
  const primes: bigint[] = [];
  while (primes.length * (primes.length - 1) / 2 < count) primes.push(newPrime());
  const pairs = primes.flatMap((p, index) => primes.slice(index + 1).map((q) => [p, q] as const));
  const identities: AgentIdentity[] = [];
  for (const [p, q] of pairs.slice(0, count)) identities.push(await identityOf(p, q));
  return identities;
}

/** A prime of 1,536 bits that fits the public exponent. */
function newPrime(): bigint {
  const prime = generatePrimeSync(1536, { bigint: true });
  return (prime - 1n) % EXPONENT === 0n ? newPrime() : prime;
}

async function identityOf(p: bigint, q: bigint): Promise<AgentIdentity> {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const open = { kty: "RSA", n: base64url(p * q), e: base64url(EXPONENT) };
  const secret = {
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  };
  const { subtle } = crypto;
  const publicKey = await subtle.importKey("jwk", open, ALGORITHM, true, ["verify"]);
  const privateKey = await subtle.importKey("jwk", { ...open, ...secret }, ALGORITHM, false, [
    "sign",
  ]);
  return {
    privateKey,
    certificate: await createSelfSignedCertificate({ publicKey, privateKey }),
    nodeId: await deriveNodeId(await subtle.exportKey("spki", publicKey)),
  };
}

/** The inverse of `value` by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b] = [value % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b % a, a];
    [x, y] = [y - quotient * x, x];
  }
  return ((x % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(digits.length + digits.length % 2, "0"), "hex")
    .toString("base64url");
}
