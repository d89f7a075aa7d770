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

/** What of an account is to be changed; what is absent stays. */
export interface EditUserBody {
  /** Its e-mail address; empty: none. */
  readonly email?: string | undefined;
  /** Whether the address counts as confirmed. */
  readonly emailVerified?: boolean | undefined;
  /** Of the person; empty: none. */
  readonly realName?: string | undefined;
  /** For text messages; empty: none. */
  readonly phone?: string | undefined;
  /** Site rights. */
  readonly rights?: number | undefined;
  /** Whether it may not log in. */
  readonly locked?: boolean | undefined;
  /** What its sessions ask or tell at devices: a sum of bits. */
  readonly consent?: number | undefined;
}

/** See {@linkcode EditUserBody}. */
export const editUserBody: Schema<EditUserBody> = v.pipe(
  v.strictObject({
    email: v.optional(v.union([v.literal(""), v.pipe(v.string(), v.email(), v.maxLength(256))])),
    emailVerified: v.optional(v.boolean()),
    realName: v.optional(v.pipe(v.string(), v.maxLength(256))),
    phone: v.optional(v.pipe(v.string(), v.maxLength(64))),
    rights: v.optional(rights),
    locked: v.optional(v.boolean()),
    consent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(127))),
  }),
  v.check((body) => Object.keys(body).length > 0, "says nothing to change"),
);

/** Another password for an account. */
export interface SetPasswordBody {
  /** By the rules of the domain. */
  readonly password: string;
  /** Whether second factors are removed as well. @default {false} */
  readonly removeMultiFactor?: boolean | undefined;
  /** The person must choose another one at the next login to the web page. @default {false} */
  readonly resetNextLogin?: boolean | undefined;
}

/** See {@linkcode SetPasswordBody}. */
export const setPasswordBody: Schema<SetPasswordBody> = v.strictObject({
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  removeMultiFactor: v.optional(v.boolean()),
  resetNextLogin: v.optional(v.boolean()),
});

/** How many sessions an account has. */
export interface ApiUserSessions {
  /** The last part of its id; MeshCentral's own accounts have it in lower case. */
  readonly userid: string;
  /** On the web pages, by tools, and by this API. */
  readonly count: number;
}

/** See {@linkcode ApiUserSessions}. */
export const apiUserSessions: Schema<ApiUserSessions> = v.object({
  userid: v.string(),
  count: v.number(),
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
  /** The last part of its id; MeshCentral's own accounts have it in lower case. */
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
