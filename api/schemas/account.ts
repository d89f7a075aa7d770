import * as v from "valibot";
import { name, type Schema, time } from "./common.ts";

/** Another password for the caller's own account. */
export interface ChangePasswordInput {
  /** The present one. */
  readonly old: string;
  /** The one from now on, by the rules of the domain. */
  readonly new: string;
}

/** See {@linkcode ChangePasswordInput}. */
export const changePasswordInput: Schema<ChangePasswordInput> = v.strictObject({
  old: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  new: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
});

/** A new login token, for a program. */
export interface AddLoginTokenInput {
  /** 1–100 characters. */
  readonly name: string;
  /** Minutes; 0 = it never expires. */
  readonly expireMinutes: number;
}

/** See {@linkcode AddLoginTokenInput}. */
export const addLoginTokenInput: Schema<AddLoginTokenInput> = v.strictObject({
  name: name(100),
  expireMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5_256_000)),
});

/** One login token. */
export interface LoginTokenInput {
  /** Its user name: `~t:…`. */
  readonly tokenUser: string;
}

/** See {@linkcode LoginTokenInput}. */
export const loginTokenInput: Schema<LoginTokenInput> = v.object({
  tokenUser: v.pipe(v.string(), v.startsWith("~t:"), v.maxLength(100)),
});

/** A login token as the API shows it. */
export interface ApiLoginToken {
  /** Its user name: `~t:…`. */
  readonly tokenUser: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** When it was made. */
  readonly createdAt?: string | undefined;
  /** Absent: never. */
  readonly expiresAt?: string | undefined;
}

const loginToken = {
  tokenUser: v.string(),
  name: v.string(),
  createdAt: v.optional(time),
  expiresAt: v.optional(time),
} as const;

/** See {@linkcode ApiLoginToken}. */
export const apiLoginToken: Schema<ApiLoginToken> = v.object(loginToken);

/** A login token that was just made. */
export interface ApiNewLoginToken extends ApiLoginToken {
  /** Told once. */
  readonly tokenPass: string;
}

/** See {@linkcode ApiNewLoginToken}. */
export const apiNewLoginToken: Schema<ApiNewLoginToken> = v.object({
  ...loginToken,
  tokenPass: v.string(),
});

/** The MeshCentral behind the API. */
export interface ApiServer {
  /** Its host name. */
  readonly name: string;
  /** The id of the caller's domain; empty for the default one. */
  readonly domain: string;
  /** Its public port. */
  readonly port?: number | undefined;
  /** What agents pin: the ServerID. */
  readonly serverId?: string | undefined;
  /** What agents see: SHA-384 of the TLS certificate, in hex. */
  readonly serverHash?: string | undefined;
}

/** See {@linkcode ApiServer}. */
export const apiServer: Schema<ApiServer> = v.object({
  name: v.string(),
  domain: v.string(),
  port: v.optional(v.number()),
  serverId: v.optional(v.string()),
  serverHash: v.optional(v.string()),
});
