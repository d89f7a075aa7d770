/** Milliseconds after which a page counts as idle in any case. */
const LATEST = 500;
/** Milliseconds that are left to whoever wants to use what was drawn. */
const GRACE = 200;

/**
 * Runs something some time after the page has drawn what it has to, and has nothing else to do;
 * returns what calls it off.
 */
export function whenIdle(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => timer = setTimeout(run, GRACE);
  // Safari has none.
  if (globalThis.requestIdleCallback === undefined) {
    later();
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(later, { timeout: LATEST });
  return () => {
    cancelIdleCallback(handle);
    clearTimeout(timer);
  };
}
