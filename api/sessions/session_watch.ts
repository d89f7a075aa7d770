import type { Caller } from "../caller.ts";
import { ApiError, apiError } from "../errors.ts";
import { checkSession } from "../handlers/auth.ts";
import type { ApiStore } from "../stores/store.ts";

/** Milliseconds after which a session that was logged out elsewhere is noticed. */
const EVERY = 2_000;

/** Milliseconds for which what is open stays open without the store. */
export const STORE_GRACE = 60_000;

/** Options of {@linkcode watchSession}. */
export interface WatchedSession {
  readonly store: ApiStore;
  readonly caller: Caller;
  /** Milliseconds for which a store may be away. @default {60_000} */
  readonly storeGrace?: number | undefined;
}

/**
 * Calls `end` once: when the session was ended, at whichever instance; when its token expires; or when
 * the store has been away for too long, so that nobody can say.
 *
 * @returns Stops looking.
 */
export function watchSession(
  { store, caller, storeGrace = STORE_GRACE }: WatchedSession,
  end: (why: ApiError) => void,
): () => void {
  let known = Date.now();
  let looking = false;
  const stop = (): void => clearInterval(timer);
  const ended = (why: ApiError): void => {
    stop();
    end(why);
  };
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      if (Date.now() >= caller.expiresAt) throw expired();
      await checkSession(store, caller);
      known = Date.now();
    } catch (error) {
      const why = apiError(error);
      if (why.code !== "store_unavailable" || Date.now() - known >= storeGrace) ended(why);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), EVERY);
  return stop;
}

function expired(): ApiError {
  return new ApiError("session_ended", "The token has expired. Log in again.");
}
