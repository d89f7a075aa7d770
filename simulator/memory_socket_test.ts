import assert from "node:assert/strict";
import { MemorySocket } from "./memory_socket.ts";

/** Both ends, and a log of what happens at them. */
function pairWithLog(): { client: MemorySocket; server: MemorySocket; log: string[] } {
  const [client, server] = MemorySocket.pair();
  const log: string[] = [];
  for (const [name, socket] of Object.entries({ client, server })) {
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => log.push(`${name} open`));
    socket.addEventListener("error", () => log.push(`${name} error`));
    socket.addEventListener("message", ({ data }) => {
      const text = typeof data === "string" ? `"${data}"` : new Uint8Array(data as ArrayBuffer);
      log.push(`${name} got ${text}`);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      log.push(`${name} closed ${code} ${reason}`.trim());
      assert.equal(socket.readyState, 3);
    });
  }
  return { client, server, log };
}

/** Lets all that is in flight arrive. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

Deno.test("the client's end opens later, and cannot send before", async () => {
  const { client, log } = pairWithLog();
  assert.equal(client.readyState, 0);
  assert.throws(() => client.send("early"), { name: "InvalidStateError" });
  await settle();
  assert.equal(client.readyState, 1);
  assert.deepEqual(log, ["client open"]);
});

Deno.test("text and bytes arrive later, in order, as they were when they were sent", async () => {
  const { client, server, log } = pairWithLog();
  await settle();
  const bytes = new Uint8Array([1, 2]);
  client.send(bytes);
  client.send("ü");
  server.send("back");
  bytes[0] = 9;
  assert.equal(client.bufferedAmount, 4);
  assert.deepEqual(log, ["client open"]);
  await settle();
  assert.equal(client.bufferedAmount, 0);
  assert.deepEqual(log.slice(1), ["server got 1,2", 'server got "ü"', 'client got "back"']);
});

Deno.test("bytes are a Blob until an ArrayBuffer is asked for, as in a browser", async () => {
  const [client, server] = MemorySocket.pair();
  const got: unknown[] = [];
  client.addEventListener("message", ({ data }) => got.push(data));
  server.send(new Uint8Array([1]));
  await settle();
  client.binaryType = "arraybuffer";
  server.send(new Uint8Array([1]));
  await settle();
  assert.ok(got[0] instanceof Blob);
  assert.ok(got[1] instanceof ArrayBuffer);
});

Deno.test("close() lets arrive what was sent before, and drops what is sent after", async () => {
  const { client, server, log } = pairWithLog();
  await settle();
  client.send("before");
  server.send("to one who no longer listens");
  client.close(3001, "done");
  assert.equal(client.readyState, 2);
  client.send("after");
  assert.equal(client.bufferedAmount, 11);
  await settle();
  assert.deepEqual(log.slice(1), [
    'server got "before"',
    "server closed 3001 done",
    "client closed 3001 done",
  ]);
  assert.equal(client.bufferedAmount, 5);
  client.close();
  server.send("nobody");
  await settle();
  assert.equal(log.length, 4);
});

Deno.test("a close without a code is 1005 at both ends", async () => {
  const { server, log } = pairWithLog();
  await settle();
  server.close();
  await settle();
  assert.deepEqual(log.slice(1), ["client closed 1005", "server closed 1005"]);
});

Deno.test("when both close, each hears the other's code", async () => {
  const { client, server, log } = pairWithLog();
  await settle();
  client.close(3001);
  server.close(3002);
  await settle();
  assert.deepEqual(log.slice(1), ["server closed 3001", "client closed 3002"]);
});

Deno.test("close() before open fails the connection", async () => {
  const { client, log } = pairWithLog();
  client.close();
  await settle();
  assert.deepEqual(log, ["client error", "client closed 1006", "server closed 1006"]);
});

Deno.test("a terminated connection is 1006 at both ends", async () => {
  const { server, log } = pairWithLog();
  await settle();
  server.send("last");
  server.terminate();
  await settle();
  assert.deepEqual(log.slice(1), ['client got "last"', "server closed 1006", "client closed 1006"]);
});

Deno.test("close() refuses the codes and reasons that a browser refuses", () => {
  const [client] = MemorySocket.pair();
  for (const code of [0, 999, 1001, 1006, 2999, 5000, NaN]) {
    assert.throws(() => client.close(code), { name: "InvalidAccessError" });
  }
  assert.throws(() => client.close(1000, "ü".repeat(62)), { name: "SyntaxError" });
  assert.equal(client.readyState, 0);
});
