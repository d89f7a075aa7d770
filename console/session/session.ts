/**
 * Who is logged in where. An expired session keeps its page: the login is asked for on top of it.
 *
 * @module
 */
import { batch, signal } from "@preact/signals";
import {
  type ApiClient,
  ApiProblem,
  type ApiSession,
  createApiClient,
} from "../../api/client/mod.ts";
import type { LogInInput } from "../../api/client/mod.ts";
import { sendOnce } from "./early_question.ts";
import { keepSession, type KeptSession, keptSession, type Session } from "./kept_session.ts";

/** The present login; stays while it has expired. */
export const session = signal<Session | undefined>(undefined);
/** The login is no good any more, and has to be repeated. */
export const expired = signal(false);
/** Counts logins, for what has to be read again after one. */
export const logins = signal(0);

let client: ApiClient | undefined;
let renewing = false;

/** The client of the present login. */
export function apiClient(): ApiClient {
  if (client === undefined) throw new Error("nobody is logged in");
  return client;
}

/** Continues what a reload interrupted. */
export function restoreSession(): void {
  const kept = keptSession();
  if (kept === undefined) return;
  client = createApiClient(kept.server, { token: kept.token, fetch: sendOnce });
  session.value = kept;
}

/** Logs in, and replaces the present session. */
export async function logIn(server: string, input: LogInInput, keep: boolean): Promise<void> {
  const fresh = createApiClient(server);
  try {
    begin(fresh, await fresh.logIn(input), keep);
  } catch (problem) {
    const isAway = problem instanceof ApiProblem && problem.code === "network";
    if (!isAway || new URL(server).origin === location.origin) throw problem;
    // Browsers do not tell scripts which of the two it is.
    throw new ApiProblem(0, { code: "away_or_refused" }, undefined, problem);
  }
}

/** Another hour, when there is someone to use it. */
export async function renew(): Promise<void> {
  const { value } = session;
  if (renewing || value === undefined || client === undefined || expired.value) return;
  renewing = true;
  const used = client;
  const asked = credentials();
  try {
    const answer = await used.renew();
    if (client === used) begin(used, answer, value.kept, false); // nobody has logged out meanwhile
  } catch (problem) {
    noteProblem(problem, asked);
  } finally {
    renewing = false;
  }
}

/** Ends the session, here at once and at the API when it can be told. */
export async function logOut(): Promise<void> {
  const ended = client;
  if (keptOfAccount() !== undefined) keepSession(undefined);
  batch(() => {
    client = undefined;
    session.value = undefined;
    expired.value = false;
  });
  await ended?.logOut().catch(() => {}); // it ends by itself within the hour
}

/** Calls a route; a session that has ended is noticed. */
export const request: ApiClient["request"] =
  ((...args: Parameters<ApiClient["request"]>) =>
    noting(() => apiClient().request(...args))) as ApiClient["request"];

/** The same for a list, with what is said about it. */
export const requestPage: ApiClient["page"] =
  ((...args: Parameters<ApiClient["page"]>) =>
    noting(() => apiClient().page(...args))) as ApiClient["page"];

/** What a request goes out with. */
export interface Credentials {
  readonly client: ApiClient | undefined;
  readonly token: string | undefined;
}

/** What a request would go out with now. */
export function credentials(): Credentials {
  return { client, token: client?.token };
}

/**
 * Sees whether a problem is the end of the session that was used. True when the session goes on with
 * a newer token: renewed meanwhile, or by another tab.
 */
export function noteProblem(problem: unknown, used = credentials()): boolean {
  if (!(problem instanceof ApiProblem) || session.value === undefined) return false;
  if (problem.code !== "session_ended" && problem.code !== "unauthorized") return false;
  if (used.client !== client) return false; // of an earlier login
  if (used.token !== client?.token || adoptKept()) return true;
  expired.value = true;
  if (keptSession()?.token === used.token) keepSession(undefined);
  return false;
}

/** Goes on with the token that another tab has got for the same account, if there is one. */
function adoptKept(): boolean {
  const kept = keptOfAccount();
  if (client === undefined || kept === undefined || kept.token === client.token) return false;
  client.token = kept.token;
  session.value = kept;
  return true;
}

/** The login that is kept, if it is of the present account. */
function keptOfAccount(): KeptSession | undefined {
  const { value } = session;
  const kept = keptSession();
  return kept?.userId === value?.userId && kept?.server === value?.server ? kept : undefined;
}

async function noting<T>(ask: () => Promise<T>): Promise<T> {
  const used = credentials();
  try {
    return await ask();
  } catch (problem) {
    if (!noteProblem(problem, used)) throw problem;
    return await ask(); // the API refused it for its token alone
  }
}

function begin(used: ApiClient, answer: ApiSession, kept: boolean, isLogin = true): void {
  const next: Session = {
    server: used.url,
    name: answer.user.name,
    userId: answer.user.id,
    scope: answer.scope,
    expiresAt: Date.parse(answer.expiresAt),
    kept,
  };
  batch(() => {
    client = used;
    session.value = next;
    expired.value = false;
    if (isLogin) logins.value++;
  });
  // One that another tab keeps is not this one's to forget.
  if (kept) keepSession({ ...next, token: answer.token });
}
