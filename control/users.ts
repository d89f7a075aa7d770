/**
 * User accounts.
 *
 * @module
 */
import { fullId } from "./ids.ts";
import { compact, number, object, objects, text } from "./json.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** A user account, as an administrator sees it. */
export interface User {
  /** `user//name`; MeshCentral's own accounts are in lower case. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
  /** Of the person. */
  readonly realName?: string;
  /** Its e-mail address. */
  readonly email?: string;
  /** Whether the address was confirmed. */
  readonly emailVerified: boolean;
  /** Site rights, a sum of bits; 4294967295 = full administrator. */
  readonly siteRights: number;
  /** 32 of the site rights: it may not log in. */
  readonly locked: boolean;
  /** When it was made, in seconds. */
  readonly createdAt?: number;
  /** When it last logged in, in seconds. */
  readonly lastLoginAt?: number;
  /** Rights by the id of a device group, user group or device. */
  readonly rights: ReadonlyMap<string, number>;
  /** Everything that the server said. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What {@linkcode ControlClient.addUser} may be told. */
export interface AddUserOptions extends CallOptions {
  /** 1–256 characters; no `/`, `"`, blanks, nor a `~` at the start. */
  readonly username: string;
  /** By the rules of the domain (`passwordRequirements`); MeshCentral does not say which failed. */
  readonly password: string;
  /** MeshCentral takes one address for several accounts. */
  readonly email?: string;
  /** Taken as confirmed. */
  readonly emailVerified?: boolean;
  /** The person must choose another password at the first login to the web page. */
  readonly resetPassword?: boolean;
  /** Of the person. */
  readonly realName?: string;
  /** Who is no full administrator may give 32, 64 and 128 only. */
  readonly siteRights?: number;
}

/** Bit 32 of the site rights. */
const LOCKED = 32;

/** Every account of the domain. */
export async function listUsers(
  session: Session,
  options: CallOptions = {},
): Promise<readonly User[]> {
  const answer = await session.request({ action: "users" }, options);
  if (!Array.isArray(answer["users"])) {
    throw rejection(text(answer["result"]), "The users were not listed");
  }
  return objects(answer["users"]).map(readUser);
}

/** Makes an account and reads it back: the answer says nothing of it. */
export async function addUser(
  session: Session,
  { username, password, resetPassword, realName, siteRights, ...options }: AddUserOptions,
): Promise<User> {
  const { email, emailVerified, ...call } = options;
  const request = compact({
    action: "adduser",
    username,
    pass: password,
    email,
    emailVerified,
    resetNextLogin: resetPassword,
    realname: realName,
    siteadmin: siteRights,
  });
  expectOk(await session.request(request, call), `The user "${username}" was not made`);
  const id = fullId("user", session.serverInfo.domain, username.toLowerCase());
  const user = (await listUsers(session, call)).find((user) => user.id === id);
  if (user === undefined) throw rejection(undefined, `The user "${username}" was not made`);
  return user;
}

/** An account as the server says it. */
export function readUser(user: Readonly<Record<string, unknown>>): User {
  const siteRights = number(user["siteadmin"]) ?? 0;
  const rights = Object.entries(object(user["links"]))
    .map(([id, link]) => [id, number(object(link)["rights"]) ?? 0] as const);
  return compact({
    id: text(user["_id"]) ?? "",
    name: text(user["name"]) ?? "",
    realName: text(user["realname"]),
    email: text(user["email"]),
    emailVerified: user["emailVerified"] === true,
    siteRights,
    // A full administrator has every bit, this one too, and is not locked.
    locked: siteRights !== 0xffff_ffff && (siteRights & LOCKED) !== 0,
    createdAt: number(user["creation"]),
    lastLoginAt: number(user["login"]),
    rights: new Map(rights),
    raw: user,
  }) as User;
}
