/** How much a token allows, on top of the account's own rights; each includes those before it. */
export type Scope = "read" | "operate" | "manage";

/** What logs in to MeshCentral in the caller's name. Never logged, never in a URL. */
export type Credentials =
  /** A MeshCentral login token that expires with ours. */
  | { readonly kind: "login-token"; readonly username: string; readonly password: string }
  /** Where the server makes no login tokens: its session cookie, good for an hour. */
  | { readonly kind: "cookie"; readonly cookie: string };

/** Who calls an operation. */
export interface Caller {
  /** `user//name`. */
  readonly userId: string;
  /** As it is shown. */
  readonly name: string;
  /** How much this token allows. */
  readonly scope: Scope;
  /** The token itself: as good as a password. */
  readonly token: string;
  /** The one token; also the key under which connections are kept. */
  readonly tokenId: string;
  /** All tokens from one login, by renewal. */
  readonly sessionId: string;
  /** When the login was, in milliseconds. */
  readonly loggedInAt: number;
  /** When the token expires, in milliseconds. */
  readonly expiresAt: number;
  /** Their address, as far as it is known. */
  readonly address?: string;
  /** What logs in to MeshCentral in their name. */
  credentials(): Promise<Credentials>;
}

const ORDER: readonly Scope[] = ["read", "operate", "manage"];

/** Whether a token of this scope may do what needs that one. */
export function allows(scope: Scope, needed: Scope): boolean {
  return ORDER.indexOf(scope) >= ORDER.indexOf(needed);
}
