import * as v from "valibot";
import { id, rights, type Schema, time } from "./common.ts";

/** Which users. */
export interface ListUsersInput {
  /** With this text in id, name, real name or e-mail address; in whatever case. */
  readonly filter?: string | undefined;
}

/** The members of {@linkcode ListUsersInput}. */
export const listUsersEntries = {
  filter: v.optional(v.pipe(v.string(), v.maxLength(200))),
} as const;

/** A new account. */
export interface AddUserInput {
  /** 1–256 characters; MeshCentral takes no `/`, `"`, blanks, nor a `~` at the start. */
  readonly username: string;
  /** By the rules of the domain. */
  readonly password: string;
  /** Its e-mail address. */
  readonly email?: string | undefined;
  /** Whether the address counts as confirmed. */
  readonly emailVerified?: boolean | undefined;
  /** Of the person. */
  readonly realName?: string | undefined;
  /** Site rights; 0 by default. */
  readonly rights?: number | undefined;
  /** The person must choose another password at the first login to the web page. */
  readonly resetNextLogin?: boolean | undefined;
}

/** See {@linkcode AddUserInput}. */
export const addUserInput: Schema<AddUserInput> = v.strictObject({
  username: v.pipe(
    v.string(),
    v.regex(
      /^(?!~)[^\s"/]{1,256}$/,
      'must be 1–256 characters without blanks, / and ", not ~ first',
    ),
  ),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  email: v.optional(v.pipe(v.string(), v.email(), v.maxLength(256))),
  emailVerified: v.optional(v.boolean()),
  realName: v.optional(v.pipe(v.string(), v.maxLength(256))),
  rights: v.optional(rights),
  resetNextLogin: v.optional(v.boolean()),
});

/** One user. */
export interface UserInput {
  /** Short or full; in whatever case. */
  readonly userid: string;
}

/** See {@linkcode UserInput}. */
export const userInput: Schema<UserInput> = v.object({ userid: id });

/** An account as the API shows it. */
export interface ApiUser {
  /** The name in lower case. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
  /** Of the person. */
  readonly realName?: string | undefined;
  /** Its e-mail address. */
  readonly email?: string | undefined;
  /** Whether the address was confirmed. */
  readonly emailVerified: boolean;
  /** Site rights; 4294967295 = full administrator. */
  readonly rights: number;
  /** It may not log in. */
  readonly locked: boolean;
  /** When it was made. */
  readonly createdAt?: string | undefined;
  /** When it last logged in. */
  readonly lastLoginAt?: string | undefined;
}

/** See {@linkcode ApiUser}. */
export const apiUser: Schema<ApiUser> = v.object({
  id: v.string(),
  name: v.string(),
  realName: v.optional(v.string()),
  email: v.optional(v.string()),
  emailVerified: v.boolean(),
  rights: v.number(),
  locked: v.boolean(),
  createdAt: v.optional(time),
  lastLoginAt: v.optional(time),
});
