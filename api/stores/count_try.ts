import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";

/** Counts one try; resolves with 0, or with the seconds to wait. */
export async function countTry(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.ceil(refusal.msBeforeNext / 1000);
  }
}
