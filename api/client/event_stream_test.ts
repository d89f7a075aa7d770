import assert from "node:assert/strict";
import { readEventStream, type StreamMessage } from "./event_stream.ts";
import { createApiClient } from "./mod.ts";

async function read(...parts: readonly string[]): Promise<readonly StreamMessage[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });
  return await Array.fromAsync(readEventStream(body));
}

Deno.test("readEventStream keeps a text with line separators of Unicode whole", async () => {
  const data = JSON.stringify({ text: "a\u2028b\u2029c\u0085d" });
  assert.deepEqual(await read(`data: ${data}\nid: 1\n\n`), [{ event: "message", id: "1", data }]);
});

Deno.test("readEventStream takes any line ends, wherever a part ends", async () => {
  const text = ": hello\r\nevent: a\r\ndata:x\r\ndata:  y\r\nid\r\n\r\ndata: z\r\rdata\n\n";
  const expected = [
    { event: "a", id: "", data: "x\n y" },
    { event: "message", id: undefined, data: "z" },
    { event: "message", id: undefined, data: "" },
  ];
  for (let at = 0; at <= text.length; at++) {
    assert.deepEqual(await read(text.slice(0, at), text.slice(at)), expected, String(at));
  }
});

Deno.test("readEventStream gives up a message that does not end, in one line or in many", async () => {
  const part = "x".repeat(1_000_000);
  await assert.rejects(read("data: ", ...Array<string>(6).fill(part)), /too long/);
  await assert.rejects(read(...Array<string>(6).fill(`data: ${part}\n`)), /too long/);
});

Deno.test("events with an id that no header takes are told, and followed from the one before", async () => {
  const stop = new AbortController();
  const asked: (string | null)[] = [];
  const event = JSON.stringify({ type: "device.added", time: "2026-01-01T00:00:00Z" });
  const stream =
    `event: ready\ndata: \nid: a-1\n\ndata: ${event}\nid: ü\n\ndata: null\nid: a b\n\n`;
  const fetch = (request: Request) => {
    asked.push(request.headers.get("last-event-id"));
    return Promise.resolve(new Response(stream));
  };
  const client = createApiClient("https://api.example", { fetch });
  const kinds: string[] = [];
  for await (const { kind } of client.events({ signal: stop.signal })) {
    kinds.push(kind);
    if (kinds.length === 5) stop.abort();
  }
  assert.deepEqual(kinds, ["reset", "event", "offline", "live", "event"]);
  assert.deepEqual(asked, [null, "a-1"]);
});

Deno.test("following events ends at once when it is given up while the API is away", async () => {
  const stop = new AbortController();
  const fetch = () => Promise.resolve(new Response("event: ready\ndata: \n\n"));
  const client = createApiClient("https://api.example", { fetch });
  let ended = false;
  const following = (async () => {
    for await (const { kind } of client.events({ signal: stop.signal })) {
      if (kind === "offline") stop.abort();
    }
    ended = true;
  })();
  // The shortest wait before another try is longer than so many turns.
  for (let turn = 0; turn < 50 && !ended; turn++) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  assert.equal(ended, true);
  await following;
});
