import type { SimulatorClock } from "./clock.ts";

/** Time that passes only when a test says so. */
export class TestClock implements SimulatorClock {
  #now = 1_000_000;
  #timers: { readonly due: number; readonly callback: () => void }[] = [];

  /** How many timers run. */
  get timers(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, delay: number): () => void {
    const timer = { due: this.#now + delay, callback };
    this.#timers.push(timer);
    return () => this.#timers = this.#timers.filter((other) => other !== timer);
  }

  /** Milliseconds; timers fire at their due time, in its order. */
  advance(duration: number): void {
    const end = this.#now + duration;
    while (true) {
      const [next] = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.due;
      next.callback();
    }
    this.#now = end;
  }
}
