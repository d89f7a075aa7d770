import type { ClientPoint } from "./place.ts";

/** Milliseconds and pixels within which a press continues the clicks before it, as in Chromium. */
const TIME = 500;
const DISTANCE = 2;

/** Number that clicks are counted to: a fourth one in a row is another third. */
const MOST = 3;

/** Counts the clicks in a row: what the operating system does for a real mouse. */
export class ClickCounter {
  readonly #now: () => number;
  #button = 0;
  #time = -Infinity;
  #at: ClientPoint = { clientX: 0, clientY: 0 };
  #count = 0;

  /** @param now A clock in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a press. @returns Which click in a row it begins. */
  press(button: number, { clientX, clientY }: ClientPoint): number {
    this.#count = Math.min(MOST, this.recent(button, { clientX, clientY }) + 1);
    this.#button = button;
    this.#time = this.#now();
    this.#at = { clientX, clientY };
    return this.#count;
  }

  /** Says that the press was a second click, though it seemed to be a first one. */
  makeDouble(): number {
    return this.#count = Math.max(this.#count, 2);
  }

  /** Number of clicks in a row that a press of this button at this place would continue. */
  recent(button: number, { clientX, clientY }: ClientPoint): number {
    const same = button === this.#button && this.#now() - this.#time <= TIME &&
      Math.abs(clientX - this.#at.clientX) <= DISTANCE &&
      Math.abs(clientY - this.#at.clientY) <= DISTANCE;
    return same ? this.#count : 0;
  }
}
