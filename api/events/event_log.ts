import type { ApiEvent } from "../schemas/events.ts";

/** An event with its place in a log. */
export interface LoggedEvent {
  /** `log-number`, for `Last-Event-ID`. */
  readonly id: string;
  /** What happened. */
  readonly event: ApiEvent;
}

/**
 * The last events of one connection to MeshCentral, and those who follow it. An id names the log as
 * well: after a reconnection nobody can tell what was missed.
 */
export class EventLog {
  readonly #name = crypto.randomUUID().slice(0, 8);
  readonly #limit: number;
  readonly #kept: LoggedEvent[] = [];
  readonly #followers = new Set<(logged: LoggedEvent) => void>();
  #count = 0;

  /** A log that keeps so many events. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The id of what was logged last. */
  get lastId(): string {
    return `${this.#name}-${this.#count}`;
  }

  /** Adds an event; the oldest one is dropped when there are too many. */
  add(event: ApiEvent): void {
    this.#count++;
    const logged = { id: this.lastId, event };
    this.#kept.push(logged);
    if (this.#kept.length > this.#limit) this.#kept.shift();
    for (const follower of this.#followers) follower(logged);
  }

  /** What came after an event; undefined when that cannot be told any more. */
  since(id: string): readonly LoggedEvent[] | undefined {
    const [, name, number] = /^(.*)-(\d+)$/.exec(id) ?? [];
    const missed = this.#count - Number(number);
    if (name !== this.#name || !(missed >= 0) || missed > this.#kept.length) return undefined;
    return this.#kept.slice(this.#kept.length - missed);
  }

  /** Calls back for each event from now on; the result ends it. */
  follow(follower: (logged: LoggedEvent) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
