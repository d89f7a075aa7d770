import { RateLimiterRedis } from "rate-limiter-flexible";
import { countTry } from "./count_try.ts";
import type { ApiStore } from "./store.ts";

/** The part of an `ioredis` client that {@linkcode redisStore} uses; Redis 6.2 or newer. */
export interface RedisLike {
  /** `SET key value PXAT milliseconds`. */
  set(key: string, value: string, how: "PXAT", until: number): Promise<unknown>;
  /** `GET key`. */
  get(key: string): Promise<string | null>;
  /** `GETDEL key`. */
  getdel(key: string): Promise<string | null>;
  /** Runs a script; what counts tries needs it. */
  eval(script: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
}

/** Before every key, so that others can use the same database. */
const PREFIX = "cs-api:";

/**
 * A store that several instances share. No secret is in it in clear.
 *
 * @example
 * ```ts ignore
 * import { Redis } from "ioredis";
 * import { createApi, redisStore } from "@cs/meshcentral/api";
 *
 * const api = createApi({ meshcentral, jwtSecret, store: redisStore(new Redis(redisUrl)) });
 * ```
 */
export function redisStore(redis: RedisLike): ApiStore {
  const limiters = new Map<string, RateLimiterRedis>();
  const limiter = (points: number, seconds: number): RateLimiterRedis => {
    const name = `${PREFIX}${points}-${seconds}`;
    const made = limiters.get(name) ??
      new RateLimiterRedis({ storeClient: redis, keyPrefix: name, points, duration: seconds });
    limiters.set(name, made);
    return made;
  };
  return {
    name: "Redis",
    set: async (key, value, until) => {
      await redis.set(PREFIX + key, value, "PXAT", until);
    },
    get: async (key) => await unlessForeign(() => redis.get(PREFIX + key)) ?? undefined,
    take: async (key) => await unlessForeign(() => redis.getdel(PREFIX + key)) ?? undefined,
    count: async (key, points, seconds) => {
      const counted = limiter(points, seconds);
      const tried = await unlessForeign(() => countTry(counted, key));
      if (tried !== null) return tried;
      await counted.delete(key);
      return await countTry(counted, key);
    },
    uncount: async (key, points, seconds) => {
      await unlessForeign(() => limiter(points, seconds).reward(key));
    },
    forgive: async (key) => {
      await Promise.all([...limiters.values()].map((limiter) => limiter.delete(key)));
    },
  };
}

/** Null where somebody else put a value of another type: it is as good as none. */
async function unlessForeign<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (/WRONGTYPE|not an integer/.test(`${error}`)) return null;
    throw error;
  }
}
