import { type IssuedToken, TOKEN_LIFETIME, type Tokens } from "../tokens.ts";
import type { Backend } from "../backend.ts";
import type { Caller, Scope } from "../caller.ts";
import { ApiError, apiError } from "../errors.ts";
import { shortId } from "../ids.ts";
import type { LoginLimiter } from "../login_limiter.ts";
import type { OperationContext } from "../operation.ts";
import type { ApiMe, ApiSession, LogInInput } from "../schemas/auth.ts";
import {
  type CredentialContext,
  keepCredentials,
  withLatestCredentials,
} from "../sessions/session_credentials.ts";
import type { ApiStore } from "../stores/store.ts";

/** Milliseconds after a login until which its tokens can be renewed. */
const LONGEST_SESSION = 12 * 3_600_000;

/** What the operations around logging in need. */
export interface AuthContext {
  /** Checks the credentials. */
  readonly backend: Backend;
  /** Issues the tokens. */
  readonly tokens: Tokens;
  /** Counts tries. */
  readonly limiter: LoginLimiter;
  /** Remembers who logged out. */
  readonly store: ApiStore;
  /** Whether MeshCentral's `settings.relayDNS` is set. */
  readonly relayDns: boolean;
  /** Milliseconds after which a request is given up. */
  readonly timeout?: number;
  /** Of the client. */
  readonly address?: string | undefined;
}

/** Checks credentials against MeshCentral and issues a token that acts with that account's rights. */
export async function logIn(context: AuthContext, input: LogInInput): Promise<ApiSession> {
  const { limiter, address } = context;
  return await limiter.inTurn(input.username, address, () => logInNow(context, input));
}

async function logInNow(
  { backend, tokens, limiter, address }: AuthContext,
  { username, password, token, scope = "manage" }: LogInInput,
): Promise<ApiSession> {
  await limiter.tries(username, address);
  const sessionId = crypto.randomUUID();
  const issuedAt = now(); // before MeshCentral's own token, so that ours does not outlive it
  const session = await backend.login({
    username,
    password,
    lifetime: TOKEN_LIFETIME,
    sessionId,
    ...(token === undefined ? {} : { token }),
    ...(address === undefined ? {} : { address }),
  }).catch(async (error) => {
    if (apiError(error).status >= 500) await limiter.undecided(username, address);
    throw error;
  });
  await limiter.succeeded(username, address);
  const { userId, name, credentials } = session;
  const issued = await tokens.issue({
    userId,
    name,
    scope,
    sessionId,
    loggedInAt: issuedAt,
    issuedAt,
    credentials,
  });
  return apiSession(issued, scope, userId, name);
}

/** Another token for a session whose token is about to expire; the old one stays good until then. */
export async function renew(
  { backend, tokens, store }: AuthContext,
  caller: Caller,
): Promise<ApiSession> {
  if (Date.now() - caller.loggedInAt > LONGEST_SESSION) {
    throw new ApiError("session_ended", "The session has lasted for 12 hours. Log in again.");
  }
  const issuedAt = now();
  const until = (issuedAt + TOKEN_LIFETIME) * 1000;
  const credentials = await backend.renew(
    caller,
    TOKEN_LIFETIME,
    (made) => keepCredentials({ store, tokens }, caller, made, until),
  );
  const { userId, name, scope, sessionId } = caller;
  const loggedInAt = caller.loggedInAt / 1000;
  const issued = await tokens.issue({
    userId,
    name,
    scope,
    sessionId,
    loggedInAt,
    issuedAt,
    credentials,
  });
  return apiSession(issued, scope, userId, name);
}

/**
 * Ends the session: none of its tokens is good any more, at no instance. Without the store, which
 * rejects, MeshCentral's own token is removed all the same; then it is to be tried again.
 */
export async function logOut(
  { backend, store }: Pick<AuthContext, "backend" | "store">,
  caller: Caller,
): Promise<void> {
  const remembered = store.set(ended(caller), "ended", Date.now() + TOKEN_LIFETIME * 1000);
  await Promise.allSettled([remembered]);
  await backend.logout(caller);
  await remembered;
}

/** The caller that a token stands for, unless its session was ended. */
export async function authenticate(
  { tokens, store, address }: Pick<AuthContext, "tokens" | "store" | "address">,
  authorization: string | undefined,
): Promise<Caller> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) {
    throw new ApiError("unauthorized", "Log in, and send the token as “Authorization: Bearer …”.");
  }
  return await callerOf({ tokens, store }, token, address);
}

/** The caller of a token that is good. */
export async function callerOf(
  context: CredentialContext,
  token: string,
  address: string | undefined,
): Promise<Caller> {
  const caller = await context.tokens.verify(token, address);
  await checkSession(context.store, caller);
  return withLatestCredentials(context, caller);
}

/** Rejects with `session_ended` when the session was logged out, at whichever instance. */
export async function checkSession(store: ApiStore, caller: Caller): Promise<void> {
  if (await store.get(ended(caller)) === undefined) return;
  throw new ApiError("session_ended", "The session was logged out. Log in again.");
}

/** Who the caller is and may do. */
export async function getMe({ backend, caller }: OperationContext): Promise<ApiMe> {
  const { userInfo } = await backend.operator(caller);
  const email = userInfo["email"];
  return {
    id: shortId(caller.userId),
    name: caller.name,
    email: typeof email === "string" ? email : undefined,
    rights: userInfo.siteadmin ?? 0,
    scope: caller.scope,
    expiresAt: new Date(caller.expiresAt).toISOString(),
  };
}

function apiSession(
  { token, expiresAt }: IssuedToken,
  scope: Scope,
  userId: string,
  name: string,
): ApiSession {
  return {
    token,
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    scope,
    user: { id: shortId(userId), name },
  };
}

/** Where the store says that a session was ended. */
function ended({ sessionId }: Caller): string {
  return `ended ${sessionId}`;
}

/** In seconds. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}
