/**
 * Waits until this tab holds the Web Lock `name`, so that of several tabs with one identity one is
 * the node. Held until `signal` fires; it goes to the next tab when this one closes, too. Does
 * nothing where there are no Web Locks (outside pages).
 *
 * @param waiting Called when another tab holds it.
 */
export async function lead(
  name: string,
  waiting: () => void,
  signal: AbortSignal,
): Promise<void> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return;
  await new Promise<void>((resolve, reject) => {
    const hold = () => {
      resolve();
      // It fired before the lock was granted: nobody would let go of it.
      if (signal.aborted) return undefined;
      return new Promise((release) => signal.addEventListener("abort", release));
    };
    const takeOrWait = (lock: Lock | null): unknown => {
      if (lock !== null) return hold();
      if (signal.aborted) return reject(signal.reason);
      waiting();
      // Not returned: this request must end for the next one to be granted.
      locks.request(name, { signal }, hold).catch(reject);
      return undefined;
    };
    locks.request(name, { ifAvailable: true }, takeOrWait).catch(reject);
  });
}
