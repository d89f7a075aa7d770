import type { SimulatorClock } from "./clock.ts";

/** Calls back once nothing was touched for a while. A touch is cheap: it sets no timer. */
export class IdleWatch {
  readonly #clock: SimulatorClock;
  readonly #timeout: number;
  readonly #onIdle: () => void;
  #lastTouch: number;
  #cancel: () => void = () => {};

  /** `timeout` in milliseconds; 0 watches nothing. */
  constructor(clock: SimulatorClock, timeout: number, onIdle: () => void) {
    this.#clock = clock;
    this.#timeout = timeout;
    this.#onIdle = onIdle;
    this.#lastTouch = clock.now();
    if (timeout > 0) this.#wait(timeout);
  }

  touch(): void {
    this.#lastTouch = this.#clock.now();
  }

  stop(): void {
    this.#cancel();
  }

  #wait(delay: number): void {
    this.#cancel = this.#clock.setTimer(() => {
      const left = this.#lastTouch + this.#timeout - this.#clock.now();
      if (left > 0) this.#wait(left);
      else this.#onIdle();
    }, delay);
  }
}
