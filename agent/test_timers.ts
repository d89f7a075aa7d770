/** Runs with a clock on which a second lasts a tenth of a millisecond, for tests of time-outs. */
export async function withFastTimers(work: () => Promise<void>): Promise<void> {
  const { setTimeout } = globalThis;
  const fast = (done: () => void, time = 0) => setTimeout(done, time < 1000 ? time : time / 10_000);
  globalThis.setTimeout = fast as typeof setTimeout;
  try {
    await work();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
}
