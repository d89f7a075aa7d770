/** How an agent comes back after its connection ended. All in milliseconds. */
export interface ReconnectOptions {
  /**
   * Shortest wait. The first attempt comes after one to four times as long, at random, so that a
   * fleet whose proxy was reloaded does not come back at the same moment. @default {1000}
   */
  readonly minDelay?: number;
  /** Longest wait, but for {@linkcode DISCONNECT_WINDOW}. @default {60000} */
  readonly maxDelay?: number;
  /** A number from 0 to below 1. @default `Math.random` */
  readonly random?: () => number;
}

/**
 * MeshCentral counts a node's disconnects in windows of two minutes; after more than 4 it only
 * clears the core, after more than 6 it stops confirming (`meshagent.js`,
 * wsagentsDisconnections).
 */
const DISCONNECT_WINDOW = 120_000;
const TOLERATED_DISCONNECTS = 4;
/** Ratio of the longest to the shortest wait before the first attempt. */
const FIRST_SPREAD = 4;

/** Decides how long to wait before the next attempt. Told the time; has no clock of its own. */
export class ReconnectSchedule {
  readonly #minDelay: number;
  readonly #maxDelay: number;
  readonly #random: () => number;
  #failures = 0;
  #disconnects: number[] = [];

  constructor(options: ReconnectOptions = {}) {
    this.#minDelay = options.minDelay ?? 1_000;
    this.#maxDelay = options.maxDelay ?? 60_000;
    this.#random = options.random ?? Math.random;
  }

  /** An attempt failed, or a connection ended right after it was confirmed. */
  failed(): void {
    this.#failures++;
  }

  /** The node was online long enough to call it a success, or its network came back. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** The server saw this node go away. */
  disconnected(now: number): void {
    this.#disconnects = [...this.#disconnects.slice(-TOLERATED_DISCONNECTS), now];
  }

  /**
   * Milliseconds to wait from `now`: exponential with jitter, the first attempt included, so that a
   * fleet that lost its server does not come back at the same moment, and never so soon that the
   * server counts too many disconnects.
   */
  delay(now: number): number {
    const spread = this.#minDelay * FIRST_SPREAD * 2 ** Math.min(this.#failures, 30);
    const ceiling = Math.max(this.#minDelay, Math.min(this.#maxDelay, spread));
    const backoff = this.#minDelay + this.#random() * (ceiling - this.#minDelay);
    if (this.#disconnects[TOLERATED_DISCONNECTS] === undefined) return backoff;
    const tooRecent = (this.#disconnects[0] ?? 0) + DISCONNECT_WINDOW - now;
    return Math.max(backoff, tooRecent + backoff - this.#minDelay);
  }
}
