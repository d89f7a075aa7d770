/**
 * `GET /events/stream`: Server-Sent Events, to be read with `fetch` and the Bearer header, since an
 * `EventSource` cannot send one.
 *
 * @module
 */
import type { Context, Handler, MiddlewareHandler } from "hono";
import { describeRoute } from "hono-openapi";
import { streamSSE } from "hono/streaming";
import { followEvents, type StreamItem } from "../handlers/follow_events.ts";
import type { Env } from "../mount.ts";
import { watchSession } from "../sessions/session_watch.ts";

/** Milliseconds between comments, so that proxies keep the stream open. */
const HEARTBEAT = 15_000;
/** Shortest and longest wait, in milliseconds, of a client that lost the stream. */
const RETRY = { min: 1_000, max: 4_000 };

/** For the OpenAPI document. */
export const describeStream: MiddlewareHandler = describeRoute({
  operationId: "followEvents",
  summary: "What happens on the server, as Server-Sent Events",
  description: "Read it with `fetch`: an EventSource cannot send the token. Messages without an " +
    "event name are events as JSON; `ready`: the stream begins; `reset`: events were missed, read " +
    "the state anew; `offline`: MeshCentral is away, a `reset` follows; `end`: the session has " +
    "ended. `Last-Event-ID` gets what was missed, if that is known.",
  tags: ["Events"],
  security: [{ bearer: [] }],
  responses: {
    200: {
      description: "A stream",
      content: { "text/event-stream": { schema: { type: "string" } } },
    },
    401: { description: "unauthorized, session_ended" },
    429: { description: "too_many_requests" },
    503: { description: "store_unavailable" },
  },
});

/** Answers with the stream; the caller is known already. */
export function streamEvents(): Handler<Env> {
  return (c: Context<Env>) => {
    const context = c.get("context");
    const counted = context.open.open("stream", context.caller);
    const stop = new AbortController();
    c.header("x-accel-buffering", "no"); // nginx would hold events back
    const response = streamSSE(c, async (stream) => {
      stream.onAbort(() => stop.abort());
      const heartbeat = setInterval(() => void stream.write(":\n\n").catch(() => {}), HEARTBEAT);
      let isKnown = true;
      const unwatch = watchSession(context, ({ code }) => {
        isKnown = code !== "store_unavailable";
        stop.abort();
      });
      try {
        // Each client waits a time of its own, lest all of them come back at the same moment.
        const retry = RETRY.min + Math.floor(Math.random() * (RETRY.max - RETRY.min));
        await stream.write(`retry: ${retry}\n\n`);
        const lastEventId = c.req.header("last-event-id");
        for await (const item of followEvents(context, { lastEventId, signal: stop.signal })) {
          await stream.writeSSE(message(item));
          if (stream.aborted) return;
        }
        // Where nobody knows whether the session goes on, the client asks again.
        if (!stream.aborted && isKnown) await stream.writeSSE(message({ kind: "end" }));
      } finally {
        clearInterval(heartbeat);
        unwatch();
        counted[Symbol.dispose]();
        stop.abort();
      }
    });
    // After Hono has set its own: a proxy that compresses would hold events back.
    response.headers.set("cache-control", "no-store, no-transform");
    return response;
  };
}

function message(item: StreamItem): { event?: string; id?: string; data: string } {
  switch (item.kind) {
    case "event":
      return { id: item.id, data: JSON.stringify(item.data) };
    case "ready":
    case "reset":
      return { event: item.kind, id: item.id, data: "" };
    default:
      return { event: item.kind, data: "" };
  }
}
