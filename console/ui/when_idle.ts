/** Milliseconds after which it is done in any case. */
const LATEST = 500;

/**
 * Runs something once the page has drawn what it has to, and has nothing else to do; returns what
 * calls it off.
 */
export function whenIdle(run: () => void): () => void {
  // Safari has none.
  if (globalThis.requestIdleCallback === undefined) {
    const timer = setTimeout(run, LATEST);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: LATEST });
  return () => cancelIdleCallback(handle);
}
