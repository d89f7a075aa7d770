import { RateLimiterMemory } from "rate-limiter-flexible";
import { countTry } from "./count_try.ts";
import type { ApiStore } from "./store.ts";

/** Values are swept when there are twice as many as after the last sweep, and at least this many. */
const SWEEP_FROM = 1024;

interface Kept {
  readonly value: string;
  readonly until: number;
}

/** A store for one instance. */
export function memoryStore(): ApiStore {
  const kept = new Map<string, Kept>();
  const limiters = new Map<string, RateLimiterMemory>();
  const limiter = (points: number, seconds: number): RateLimiterMemory => {
    const name = `${points} in ${seconds} s`;
    const made = limiters.get(name) ?? new RateLimiterMemory({ points, duration: seconds });
    limiters.set(name, made);
    return made;
  };
  let sweepAt = SWEEP_FROM;
  const sweep = (): void => {
    for (const [key, { until }] of kept) if (until <= Date.now()) kept.delete(key);
    sweepAt = Math.max(SWEEP_FROM, kept.size * 2);
  };
  const get = (key: string): string | undefined => {
    const found = kept.get(key);
    return found !== undefined && found.until > Date.now() ? found.value : undefined;
  };
  return {
    name: "memory",
    set: (key, value, until) => {
      kept.set(key, { value, until });
      if (kept.size >= sweepAt) sweep();
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(get(key)),
    take: (key) => {
      const value = get(key);
      kept.delete(key);
      return Promise.resolve(value);
    },
    count: (key, points, seconds) => countTry(limiter(points, seconds), key),
    uncount: async (key, points, seconds) => {
      await limiter(points, seconds).reward(key);
    },
    forgive: async (key) => {
      await Promise.all([...limiters.values()].map((limiter) => limiter.delete(key)));
    },
  };
}
