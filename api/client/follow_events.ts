import type { ApiEvent } from "../schemas/events.ts";
import { pause } from "../pause.ts";
import { readEventStream } from "./event_stream.ts";
import { isPrintable } from "./printable.ts";
import { ApiProblem } from "./problem.ts";
import { readEvent } from "./read_event.ts";

/** What a stream of events consists of. */
export type ApiStreamItem =
  /** Something happened. */
  | { readonly kind: "event"; readonly event: ApiEvent }
  /** Read the state now: the stream begins without an event to follow on, or events were missed. */
  | { readonly kind: "reset" }
  /** The stream is there again, and nothing was missed. */
  | { readonly kind: "live" }
  /** API or MeshCentral is away; what is known gets stale. */
  | { readonly kind: "offline" };

/** Asks for the stream, from after this id on. */
type OpenStream = (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>;

/** Milliseconds between tries to reach the API; half to one and a half of each, at random. */
const RETRY = [250, 1000, 2000, 5000];
/** Milliseconds without even a comment, after which a stream counts as lost. */
const SILENCE = 40_000;

/** Follows the stream over as many connections as it takes. */
export async function* followEvents(
  open: OpenStream,
  signal: AbortSignal,
  after?: string,
): AsyncGenerator<ApiStreamItem, undefined> {
  let last = after;
  for (let tries = 0; !signal.aborted; tries++) {
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    signal.addEventListener("abort", abort);
    let silence = setTimeout(abort, SILENCE);
    try {
      const response = await open(last, attempt.signal);
      const heard = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          clearTimeout(silence);
          silence = setTimeout(abort, SILENCE);
          controller.enqueue(chunk);
        },
      });
      if (response.body === null) throw new Error("no body");
      // Not every `fetch` ends a body when its request is given up.
      const body = response.body.pipeThrough(heard, { signal: attempt.signal });
      for await (const { event, id, data } of readEventStream(body)) {
        tries = 0;
        const item = itemOf(event, data, last === undefined);
        if (item !== undefined) yield item;
        // It is sent in a header; one that cannot be is none of this API.
        if (isPrintable(id)) last = id;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) throw error;
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", abort);
      attempt.abort();
    }
    if (signal.aborted) return;
    yield { kind: "offline" };
    // All the clients of an API that restarts lose it at the same moment.
    const wait = RETRY[Math.min(tries, RETRY.length - 1)] ?? 0;
    await pause(wait * (0.5 + Math.random()), signal);
  }
}

/** What a message of the stream says; throws when it says that the session has ended. */
function itemOf(event: string, data: string, isFirst: boolean): ApiStreamItem | undefined {
  switch (event) {
    case "message": {
      const event = readEvent(data);
      return event && { kind: "event", event };
    }
    case "ready":
      return { kind: isFirst ? "reset" : "live" };
    case "reset":
    case "offline":
      return { kind: event };
    case "end":
      throw new ApiProblem(401, { code: "session_ended", detail: "The session has ended." });
    default: // of a newer API
      return undefined;
  }
}
