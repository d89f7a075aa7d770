/**
 * Login tokens: user names and passwords for programs, of the account that is logged in.
 *
 * @module
 */
import { number, objects, text } from "./json.ts";
import { rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** A login token, without its password. */
export interface LoginToken {
  /** `~t:…`, to log in with. */
  readonly username: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** In milliseconds. */
  readonly createdAt?: number;
  /** In milliseconds; absent: never. */
  readonly expiresAt?: number;
}

/** A login token that was just made. */
export interface NewLoginToken extends LoginToken {
  /** Told once, and never again. A login with it asks for no second factor. */
  readonly password: string;
}

/** What {@linkcode ControlClient.addLoginToken} may be told. */
export interface AddLoginTokenOptions extends CallOptions {
  /** 1–100 characters. */
  readonly name: string;
  /** Minutes; 0: it never expires. */
  readonly expireMinutes: number;
}

/** Makes a login token. */
export async function addLoginToken(
  session: Session,
  { name, expireMinutes, ...options }: AddLoginTokenOptions,
): Promise<NewLoginToken> {
  const request = { action: "createLoginToken", name, expire: expireMinutes };
  const answer = await session.request(request, options);
  const password = text(answer["tokenPass"]);
  if (password === undefined) {
    throw rejection(text(answer["result"]), `The login token "${name}" was not made`);
  }
  return { ...readLoginToken(answer), password };
}

/** The account's login tokens that have not expired. */
export async function listLoginTokens(
  session: Session,
  options: CallOptions = {},
): Promise<readonly LoginToken[]> {
  return readLoginTokens(await session.request({ action: "loginTokens" }, options));
}

/** Removes login tokens by their user names, and returns those that are left. */
export async function removeLoginTokens(
  session: Session,
  usernames: readonly string[],
  options: CallOptions = {},
): Promise<readonly LoginToken[]> {
  const request = { action: "loginTokens", remove: [...usernames] };
  return readLoginTokens(await session.request(request, options));
}

function readLoginTokens(answer: Readonly<Record<string, unknown>>): readonly LoginToken[] {
  return objects(answer["loginTokens"]).map(readLoginToken);
}

function readLoginToken(token: Readonly<Record<string, unknown>>): LoginToken {
  const [createdAt, expiresAt] = [number(token["created"]), number(token["expire"])];
  return {
    username: text(token["tokenUser"]) ?? "",
    name: text(token["name"]) ?? "",
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(expiresAt ? { expiresAt } : {}),
  };
}
