/** Sessions whose end is waited for; of more than this many the earliest end by themselves. */
const MOST = 4096;

/** Does something when a session ends that nobody logs out of. */
export class SessionEnds {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** How many are waited for. */
  get size(): number {
    return this.#timers.size;
  }

  /** Does it after so many milliseconds, in place of what was scheduled for this session. */
  schedule(sessionId: string, milliseconds: number, work: () => Promise<unknown>): void {
    this.cancel(sessionId);
    const timer = setTimeout(() => {
      this.#timers.delete(sessionId);
      work().catch(() => {}); // MeshCentral forgets what has expired when it is asked the next time
    }, milliseconds);
    // A program that has nothing else to do may end.
    (timer as { unref?(): void }).unref?.();
    this.#timers.set(sessionId, timer);
    if (this.#timers.size > MOST) this.cancel(this.#timers.keys().next().value ?? "");
  }

  /** The session has ended otherwise. */
  cancel(sessionId: string): void {
    clearTimeout(this.#timers.get(sessionId));
    this.#timers.delete(sessionId);
  }

  /** Nothing is done any more. */
  close(): void {
    [...this.#timers.keys()].forEach((sessionId) => this.cancel(sessionId));
  }
}
