import { ApiError } from "../errors.ts";
import type { ApiStore } from "./store.ts";

/** Milliseconds; with what else a request does, it is refused within two seconds. */
const TIME = 1_500;

/** Seconds after which a store that was restarted answers again. */
const RETRY_AFTER = 5;

/**
 * A store whose failures are all told alike, and soon: `store_unavailable`, whatever the store throws
 * and if it says nothing at all. Who cannot be checked is refused, not let in.
 */
export function guardedStore(store: ApiStore, time: number = TIME): ApiStore {
  const { name = "store" } = store;
  const guarded = async <T>(ask: () => Promise<T>): Promise<T> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${time} ms`)), time);
    });
    try {
      return await Promise.race([ask(), late]);
    } catch (cause) {
      throw new ApiError("store_unavailable", `${STORE} (${name}) does not answer.`, {
        cause,
        retryAfter: RETRY_AFTER,
      });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    name,
    set: (key, value, until) => guarded(() => store.set(key, value, until)),
    get: (key) => guarded(() => store.get(key)),
    take: (key) => guarded(() => store.take(key)),
    count: (key, points, seconds) => guarded(() => store.count(key, points, seconds)),
    uncount: (key, points, seconds) => guarded(() => store.uncount(key, points, seconds)),
    forgive: (key) => guarded(() => store.forgive(key)),
  };
}

const STORE = "The store in which this API keeps who has logged out";
