import type { Feed } from "../backend.ts";
import type { LoggedEvent } from "../events/event_log.ts";
import { apiError } from "../errors.ts";
import type { OperationContext } from "../operation.ts";
import { pause } from "../pause.ts";

/** What a stream of events consists of. */
export type StreamItem =
  /** Something happened. */
  | { readonly kind: "event"; readonly id: string; readonly data: LoggedEvent["event"] }
  /** The stream begins here; nothing was missed, or nobody asked. */
  | { readonly kind: "ready"; readonly id: string }
  /** Events were missed, and cannot be had any more: read the state anew. */
  | { readonly kind: "reset"; readonly id: string }
  /** MeshCentral is away; a `reset` follows when it is back. */
  | { readonly kind: "offline" }
  /** The session has ended; the last item. */
  | { readonly kind: "end" };

/** What {@linkcode followEvents} may be told. */
export interface FollowEventsOptions {
  /** The id of the last item that the client got. */
  readonly lastEventId?: string | undefined;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/** Items that may wait for a slow client; then it gets a `reset` in their place. */
const LONGEST_QUEUE = 1024;
/** Milliseconds between tries to reach a MeshCentral that is away. */
const RETRY = [250, 500, 1000, 2000, 5000];

/** What happens on the server from now on, as far as the caller may know of it. */
export async function* followEvents(
  { backend, caller }: OperationContext,
  { lastEventId, signal }: FollowEventsOptions,
): AsyncGenerator<StreamItem, undefined> {
  let last = lastEventId;
  let tries = 0;
  while (!signal.aborted) {
    try {
      using feed = await backend.feed(caller);
      tries = 0;
      for await (const item of follow(feed, last, signal)) yield item;
    } catch (error) {
      if (apiError(error).code === "session_ended") return void (yield { kind: "end" });
      if (tries === 0 && apiError(error).code === "internal") throw error;
    }
    if (signal.aborted) return;
    if (Date.now() >= caller.expiresAt) return void (yield { kind: "end" });
    if (tries === 0) yield { kind: "offline" };
    last = "lost";
    await pause(RETRY[Math.min(tries++, RETRY.length - 1)] ?? 0, signal);
  }
}

/** One connection's events, until it ends. */
async function* follow(
  { events, closed }: Feed,
  lastEventId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<StreamItem, undefined> {
  const queue: StreamItem[] = [];
  let wake = (): void => {};
  let ended = false;
  const end = (): void => {
    ended = true;
    wake();
  };
  const stop = events.follow(({ id, event }) => {
    queue.push({ kind: "event", id, data: event });
    if (queue.length > LONGEST_QUEUE) queue.splice(0, Infinity, { kind: "reset", id });
    wake();
  });
  const missed = lastEventId === undefined ? [] : events.since(lastEventId);
  if (missed === undefined) queue.push({ kind: "reset", id: events.lastId });
  else {
    queue.push(...missed.map(({ id, event }) => ({ kind: "event" as const, id, data: event })));
    queue.push({ kind: "ready", id: events.lastId });
  }
  signal.addEventListener("abort", end);
  closed.then(end);
  try {
    while (true) {
      const item = queue.shift();
      if (item !== undefined) yield item;
      else if (ended || signal.aborted) return;
      else await new Promise<void>((resolve) => wake = resolve);
    }
  } finally {
    stop();
    signal.removeEventListener("abort", end);
  }
}
