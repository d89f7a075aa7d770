import assert from "node:assert/strict";
import { backOffDelay } from "./back_off.ts";
import { fakeLogin, FakeSocket } from "./fake_socket_test.ts";
import { ReconnectingControlClient } from "./reconnecting_client.ts";

/** A server that lets everybody in, on a new socket each time; delays pass at once. */
function server() {
  const sockets: FakeSocket[] = [];
  const delays: number[] = [];
  const prepare: ((socket: FakeSocket) => void)[] = [];
  const { url, username, password } = fakeLogin(new FakeSocket());
  const options = {
    url,
    username,
    password,
    backOff: { random: () => 1 },
    now: () => 1234,
    wait: (milliseconds: number) => Promise.resolve(void delays.push(milliseconds)),
    webSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      const { webSocket } = fakeLogin(socket);
      const failure = prepare.shift();
      if (failure === undefined) return webSocket(url);
      failure(socket);
      return socket;
    },
  };
  return { sockets, delays, prepare, options };
}

Deno.test("a lost connection comes back, and the events say where the gap is", async () => {
  const { sockets, delays, prepare, options } = server();
  await using connection = await ReconnectingControlClient.connect(options);
  const events = connection.events();
  sockets[0]?.receives({ action: "event", event: { action: "one" } });
  assert.equal((await events.next()).value?.action, "one");
  const before = await connection.client();

  prepare.push((socket) => socket.fails(new Error("ECONNREFUSED")));
  prepare.push((socket) => socket.fails(new Error("ECONNREFUSED")));
  const request = before.request({ action: "nodes" });
  sockets[0]?.serverCloses(1006);
  await assert.rejects(request, { code: "connection-closed" });
  assert.deepEqual((await events.next()).value, { action: "reconnected", lostAt: 1234 });
  assert.deepEqual(delays, [1000, 2000, 4000]);
  assert.equal(connection.connected, true);
  assert.notEqual(await connection.client(), before);
  sockets.at(-1)?.receives({ action: "event", event: { action: "two" } });
  assert.equal((await events.next()).value?.action, "two");
});

Deno.test("what trying again cannot help ends it", async () => {
  const { sockets, prepare, options } = server();
  const connection = await ReconnectingControlClient.connect(options);
  const events = connection.events();
  prepare.push((socket) => {
    socket.onSend = () => socket.receives({ action: "close", cause: "noauth", msg: "noauth-2a" });
    queueMicrotask(() => socket.opens());
  });
  sockets[0]?.serverCloses(1005);
  await assert.rejects(events.next(), { code: "login-refused" });
  assert.equal((await connection.closed).code, "login-refused");
  await assert.rejects(connection.client(), { code: "login-refused" });
  await assert.rejects(connection.events().next(), { code: "login-refused" });
  assert.equal(connection.connected, false);
  await connection.close();
});

Deno.test("closing ends the events without an error, also while it reconnects", async () => {
  const { sockets, options } = server();
  const waiting = { ...options, wait: (_: number, signal: AbortSignal) => aborted(signal) };
  const connection = await ReconnectingControlClient.connect(waiting);
  const events = connection.events();
  sockets[0]?.serverCloses(1006);
  const controller = new AbortController();
  await new Promise((resolve) => setTimeout(resolve));
  const client = connection.client({ signal: controller.signal });
  controller.abort(new Error("enough"));
  await assert.rejects(client, /enough/);
  await connection.close();
  assert.equal((await events.next()).done, true);
  assert.equal(sockets.length, 1);
});

Deno.test("delays double up to a limit, half of each at random", () => {
  const delays = (random: number): number[] =>
    [0, 1, 5, 99].map((attempt) => backOffDelay(attempt, { random: () => random }));
  assert.deepEqual(delays(1), [1000, 2000, 30_000, 30_000]);
  assert.deepEqual(delays(0), [500, 1000, 15_000, 15_000]);
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
