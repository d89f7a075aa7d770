/**
 * Our tokens: signed JWTs (RFC 7519, HS256) that carry what logs in to MeshCentral, encrypted
 * (RFC 7516, A256GCM). No instance of the API has to remember a session.
 *
 * @module
 */
import { compactDecrypt, CompactEncrypt, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { Caller, Credentials, Scope } from "./caller.ts";
import { ApiError } from "./errors.ts";
import { deriveSecretKeys, type SecretKeys } from "./secret_keys.ts";

/** Seconds that a token is good for. */
export const TOKEN_LIFETIME = 3600;

/** Tokens whose signature need not be verified again; the oldest give way. */
const MOST_VERIFIED = 4096;

/** Who signs, for whom. */
export interface TokenOptions {
  /** The first signs; the others, of before a rotation, still verify and decrypt. */
  readonly secrets: readonly string[];
  /** `iss`. */
  readonly issuer: string;
  /** `aud`: a token for one MeshCentral is none for another. */
  readonly audience: string;
}

/** What a token says. */
export interface TokenContent {
  /** `user//name`. */
  readonly userId: string;
  /** As it is shown. */
  readonly name: string;
  /** How much it allows. */
  readonly scope: Scope;
  /** The same in every token of one login. */
  readonly sessionId: string;
  /** When the login was, in seconds. */
  readonly loggedInAt: number;
  /** When it is issued, in seconds. */
  readonly issuedAt: number;
  /** Encrypted. */
  readonly credentials: Credentials;
}

/** A token, and what a client may know of it. */
export interface IssuedToken {
  /** The compact JWT. */
  readonly token: string;
  /** Its id. */
  readonly tokenId: string;
  /** In seconds. */
  readonly expiresAt: number;
}

/** Issues and verifies tokens. */
export class Tokens {
  readonly #options: TokenOptions;
  readonly #verified = new Map<string, JWTPayload>();
  #keys: Promise<readonly SecretKeys[]> | undefined;

  /** Keys are derived at the first use. */
  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** Signs a token. */
  async issue(content: TokenContent): Promise<IssuedToken> {
    const [keys] = await this.#secretKeys();
    if (keys === undefined) throw new Error("there is no secret");
    const tokenId = crypto.randomUUID();
    const expiresAt = content.issuedAt + TOKEN_LIFETIME;
    const encrypted = await this.seal(content.credentials);
    const token = await new SignJWT({
      sid: content.sessionId,
      name: content.name,
      scope: content.scope,
      auth_time: content.loggedInAt,
      mc: encrypted,
    })
      .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: keys.id })
      .setIssuer(this.#options.issuer)
      .setAudience(this.#options.audience)
      .setSubject(content.userId)
      .setJti(tokenId)
      .setIssuedAt(content.issuedAt)
      .setExpirationTime(expiresAt)
      .sign(keys.signing);
    return { token, tokenId, expiresAt };
  }

  /** Encrypts what only instances of this API may read: A256GCM, a compact JWE. */
  async seal(content: object): Promise<string> {
    const [keys] = await this.#secretKeys();
    if (keys === undefined) throw new Error("there is no secret");
    return await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .encrypt(keys.encryption);
  }

  /** What was sealed; rejects with `unauthorized` when it was not by us. */
  async open(sealed: string): Promise<unknown> {
    return await decrypt(sealed, await this.#secretKeys());
  }

  /** The caller that a token stands for; rejects with `unauthorized` or `session_ended`. */
  async verify(token: string, address?: string): Promise<Caller> {
    const secretKeys = await this.#secretKeys();
    const payload = await this.#payload(token, secretKeys);
    const { sub = "", jti = "", exp = 0 } = payload;
    return {
      userId: sub,
      name: claim(payload, "name"),
      token,
      scope: claim(payload, "scope") as Scope,
      tokenId: jti,
      sessionId: claim(payload, "sid"),
      loggedInAt: Number(payload["auth_time"]) * 1000,
      expiresAt: exp * 1000,
      ...(address === undefined ? {} : { address }),
      credentials: async () => await decrypt(claim(payload, "mc"), secretKeys) as Credentials,
    };
  }

  /** The same bytes have the same signature: all that can change is the time. */
  async #payload(token: string, secretKeys: readonly SecretKeys[]): Promise<JWTPayload> {
    const known = this.#verified.get(token);
    if (known !== undefined && Number(known.exp) * 1000 > Date.now()) return known;
    this.#verified.delete(token);
    const payload = await this.#verify(token, secretKeys);
    this.#verified.set(token, payload);
    if (this.#verified.size > MOST_VERIFIED) {
      const [oldest = ""] = this.#verified.keys();
      this.#verified.delete(oldest);
    }
    return payload;
  }

  async #verify(token: string, secretKeys: readonly SecretKeys[]): Promise<JWTPayload> {
    const { issuer, audience } = this.#options;
    try {
      const { payload } = await jwtVerify(
        token,
        ({ kid }) =>
          (secretKeys.find(({ id }) => id === kid) ?? secretKeys[0] as SecretKeys).signing,
        {
          algorithms: ["HS256"],
          typ: "JWT",
          issuer,
          audience,
          requiredClaims: ["sub", "jti", "exp"],
        },
      );
      return payload;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) {
        throw new ApiError("session_ended", "The token has expired. Log in again.", { cause });
      }
      throw new ApiError("unauthorized", "The token is not one of ours. Log in.", { cause });
    }
  }

  #secretKeys(): Promise<readonly SecretKeys[]> {
    return this.#keys ??= Promise.all(this.#options.secrets.map(deriveSecretKeys));
  }
}

async function decrypt(jwe: string, secretKeys: readonly SecretKeys[]): Promise<unknown> {
  for (const { encryption } of secretKeys) {
    const options = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };
    const decrypted = await compactDecrypt(jwe, encryption, options).catch(() => undefined);
    if (decrypted !== undefined) return JSON.parse(new TextDecoder().decode(decrypted.plaintext));
  }
  throw new ApiError("unauthorized", "The token's contents cannot be read. Log in again.");
}

/** Only of a token whose signature was verified: what is in it, we wrote. */
function claim(payload: JWTPayload, name: string): string {
  return String(payload[name]);
}
