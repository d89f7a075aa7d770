/** Time for a simulator, so that its idle time-out and its two-minute window run in a test. */
export interface SimulatorClock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls back once, after `delay` milliseconds, unless the returned function is called before. */
  setTimer(callback: () => void, delay: number): () => void;
}

/** The machine's own time. */
export const systemClock: SimulatorClock = {
  now: () => performance.now(),
  setTimer: (callback, delay) => {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
