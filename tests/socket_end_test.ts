import assert from "node:assert/strict";
import { answers } from "../api/answers.ts";
import { filesFeature } from "../agent/files/files_feature.ts";
import { memoryFileSystem } from "../agent/files/memory_file_system.ts";
import { TestOnline } from "../agent/test_relay.ts";
import { ControlClient } from "../control/mod.ts";
import { onEnd, type SocketEnd } from "../transport/on_end.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";

/** Node 22's built-in WebSocket without a server: an `error`, no `close`, and forever connecting. */
class NeverCloses extends EventTarget {
  binaryType = "";
  readonly readyState = 0;
  readonly bufferedAmount = 0;
  send(): void {}
  close(): void {}

  /** What happens when it cannot connect. */
  fails(): void {
    const error = new TypeError("Received network error or non-101 status code.");
    this.dispatchEvent(Object.assign(new Event("error"), { error, message: error.message }));
  }

  /** As a caller's transport. */
  get like(): WebSocketLike {
    return this as unknown as WebSocketLike;
  }
}

/** A socket that fails as soon as it is listened to. */
function failing(): WebSocketLike {
  const socket = new NeverCloses();
  queueMicrotask(() => socket.fails());
  return socket.like;
}

Deno.test("onEnd reports an error that no close follows, with its cause", async () => {
  const end = await new Promise<SocketEnd>((resolve) => onEnd(failing(), resolve));
  assert.equal(end.code, 1006);
  assert.match(String(end.error), /Received network error/);
});

Deno.test("onEnd reports an end once, by the close that follows the error", async () => {
  const socket = new NeverCloses();
  const ends: SocketEnd[] = [];
  onEnd(socket.like, (end) => ends.push(end));
  socket.fails();
  socket.dispatchEvent(Object.assign(new Event("close"), { code: 1011, reason: "why" }));
  socket.dispatchEvent(Object.assign(new Event("close"), { code: 1000, reason: "" }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(ends.map(({ code, reason }) => [code, reason]), [[1011, "why"]]);
});

Deno.test("onEnd ends a transport that can be terminated after its error", async () => {
  const socket = new NeverCloses();
  const terminated = new Promise<void>((resolve) => Object.assign(socket, { terminate: resolve }));
  onEnd(socket.like, () => {});
  socket.fails();
  await terminated;
});

Deno.test("a tunnel of the agent gives its place back when its WebSocket fails without a close", async () => {
  const online = new TestOnline([filesFeature({ root: memoryFileSystem() })]);
  // 64 at once is the bound; one that stayed would refuse the last.
  for (let count = 0; count < 65; count++) {
    online.openRelay().dispatchEvent(new Event("error"));
    await new Promise((resolve) => setTimeout(resolve));
  }
  assert.equal(online.relays.length, 65);
  online.drop();
});

Deno.test("the API's health check fails at once when its WebSocket fails without a close", async () => {
  const begun = performance.now();
  await assert.rejects(answers({ url: "ws://127.0.0.1:9", webSocket: failing }), {
    code: "connect-failed",
  });
  assert.ok(performance.now() - begun < 1_000);
});

Deno.test("a control client fails at once when its WebSocket fails without a close", async () => {
  const begun = performance.now();
  const options = { url: "ws://127.0.0.1:9", username: "a", password: "b", webSocket: failing };
  await assert.rejects(ControlClient.connect(options), {
    code: "connect-failed",
    message: /Received network error/,
  });
  assert.ok(performance.now() - begun < 1_000);
});
