import * as v from "valibot";
import type { Scope } from "../caller.ts";
import { type Schema, time } from "./common.ts";

/** Someone who logs in. */
export interface LogInInput {
  /** A user, or the name of a MeshCentral login token (`~t:…`), as SSO accounts need. */
  readonly username: string;
  /** Checked by MeshCentral, kept nowhere. */
  readonly password: string;
  /** A second factor; `**email**`, `**sms**` or `**msg**` has one sent. */
  readonly token?: string | undefined;
  /** How much the token will allow, on top of the account's own rights; all of it by default. */
  readonly scope?: Scope | undefined;
}

/** See {@linkcode LogInInput}. */
export const logInInput: Schema<LogInInput> = v.strictObject({
  username: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  token: v.optional(v.pipe(v.string(), v.maxLength(256))),
  scope: v.optional(v.picklist(["read", "operate", "manage"])),
});

/** Who is logged in. */
export interface ApiAccount {
  /** The last part of its id; MeshCentral's own accounts have it in lower case. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
}

const account = v.object({ id: v.string(), name: v.string() });

/** A login. */
export interface ApiSession {
  /** For `Authorization: Bearer …`. */
  readonly token: string;
  /** When it expires. */
  readonly expiresAt: string;
  /** How much it allows. */
  readonly scope: Scope;
  /** Who logged in. */
  readonly user: ApiAccount;
}

/** See {@linkcode ApiSession}. */
export const apiSession: Schema<ApiSession> = v.object({
  token: v.string(),
  expiresAt: time,
  scope: v.picklist(["read", "operate", "manage"]),
  user: account,
});

/** What the caller's account may do. */
export interface ApiMe extends ApiAccount {
  /** Its e-mail address. */
  readonly email?: string | undefined;
  /** Site rights; 4294967295 = full administrator. */
  readonly rights: number;
  /** How much this token allows. */
  readonly scope: Scope;
  /** When this token expires. */
  readonly expiresAt: string;
}

/** See {@linkcode ApiMe}. */
export const apiMe: Schema<ApiMe> = v.object({
  id: v.string(),
  name: v.string(),
  email: v.optional(v.string()),
  rights: v.number(),
  scope: v.picklist(["read", "operate", "manage"]),
  expiresAt: time,
});
