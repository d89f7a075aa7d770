import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ApiStore } from "./store.ts";

/** Marks are swept when there are twice as many as after the last sweep, and at least this many. */
const SWEEP_FROM = 1024;

/** A store for one instance. */
export function memoryStore(): ApiStore {
  const marks = new Map<string, number>();
  const limiters = new Map<string, RateLimiterMemory>();
  let sweepAt = SWEEP_FROM;
  const sweep = (): void => {
    for (const [id, until] of marks) if (until <= Date.now()) marks.delete(id);
    sweepAt = Math.max(SWEEP_FROM, marks.size * 2);
  };
  return {
    mark: (id, until) => {
      marks.set(id, until);
      if (marks.size >= sweepAt) sweep();
      return Promise.resolve();
    },
    isMarked: (id) => Promise.resolve((marks.get(id) ?? 0) > Date.now()),
    count: async (key, points, seconds) => {
      const name = `${points} in ${seconds} s`;
      const limiter = limiters.get(name) ?? new RateLimiterMemory({ points, duration: seconds });
      limiters.set(name, limiter);
      try {
        await limiter.consume(key);
        return 0;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return Math.ceil(refusal.msBeforeNext / 1000);
      }
    },
    forgive: async (key) => {
      await Promise.all([...limiters.values()].map((limiter) => limiter.delete(key)));
    },
  };
}
