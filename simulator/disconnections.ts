import type { SimulatorClock } from "./clock.ts";

/** `webserver.js`, wsagentsDisconnectionsTimer: all counts are dropped every so many ms. */
const WINDOW = 120_000;

/**
 * How often each node disconnected in the running window. The windows begin with the server, not
 * with the node, so a node's trouble may be forgotten soon after.
 */
export class Disconnections {
  readonly #clock: SimulatorClock;
  readonly #start: number;
  readonly #counts = new Map<string, number>();
  #window = 0;

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
    this.#start = clock.now();
  }

  add(nodeId: string): void {
    this.#counts.set(nodeId, this.of(nodeId) + 1);
  }

  of(nodeId: string): number {
    const window = Math.floor((this.#clock.now() - this.#start) / WINDOW);
    if (window !== this.#window) this.#counts.clear();
    this.#window = window;
    return this.#counts.get(nodeId) ?? 0;
  }
}
