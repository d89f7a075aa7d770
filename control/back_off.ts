/** How a connection that was lost is tried again. */
export interface BackOffOptions {
  /** Milliseconds before the first attempt; each later one waits twice as long. @default {1000} */
  readonly firstDelay?: number;
  /** Milliseconds, never more. @default {30_000} */
  readonly maxDelay?: number;
  /** 0–1; half of each delay is random, lest all clients come back at once. */
  readonly random?: () => number;
}

/** Milliseconds to wait before an attempt; the first is 0. */
export function backOffDelay(attempt: number, options: BackOffOptions = {}): number {
  const { firstDelay = 1000, maxDelay = 30_000, random = Math.random } = options;
  const delay = Math.min(maxDelay, firstDelay * 2 ** Math.min(attempt, 30));
  return delay / 2 + random() * delay / 2;
}
