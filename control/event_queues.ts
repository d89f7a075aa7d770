import type { ControlError } from "./errors.ts";
import { EventQueue } from "./event_queue.ts";
import type { EventsOptions, ServerEvent } from "./types.ts";

/** Events that may wait to be taken. */
const EVENT_LIMIT = 1024;

/** Those who listen to the events of a client, each with a queue of its own. */
export class EventQueues {
  readonly #queues = new Set<EventQueue<ServerEvent>>();
  #ended: { readonly error: ControlError | undefined } | undefined;

  /** The events from now on. */
  open({ signal, limit = EVENT_LIMIT }: EventsOptions = {}): EventQueue<ServerEvent> {
    const abort = (): void => queue.end();
    const queue: EventQueue<ServerEvent> = new EventQueue(limit, () => {
      this.#queues.delete(queue);
      signal?.removeEventListener("abort", abort);
    });
    this.#queues.add(queue);
    if (signal?.aborted) queue.end();
    else if (this.#ended !== undefined) queue.end(this.#ended.error);
    else signal?.addEventListener("abort", abort);
    return queue;
  }

  /** Tells everybody. */
  push(event: ServerEvent): void {
    for (const queue of [...this.#queues]) queue.push(event);
  }

  /** Nothing comes any more; without an error listeners just see the end. */
  end(error?: ControlError): void {
    this.#ended ??= { error };
    for (const queue of [...this.#queues]) queue.end(error);
  }
}
