import assert from "node:assert/strict";
import { ControlError } from "./errors.ts";
import { fakeLogin, FakeSocket } from "./fake_socket_test.ts";
import { Session } from "./session.ts";

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ControlError && error.code === code;
}

Deno.test("a session is open when the server has said who it is and who we are", async () => {
  const socket = new FakeSocket();
  const session = await Session.open(fakeLogin(socket));
  assert.equal(session.serverInfo.name, "fake");
  assert.equal(session.userInfo._id, "user//admin");
  assert.deepEqual(socket.sent, [
    { action: "urlargs", args: { user: "admin", pass: "secret" } },
  ]);
  await session.close();
  assert.equal(socket.ended, "close");
});

Deno.test("a refused login rejects at once and drops the connection", async () => {
  const socket = new FakeSocket();
  const options = fakeLogin(socket);
  socket.onSend = () => socket.receives({ action: "close", cause: "noauth", msg: "noauth-2a" });
  await assert.rejects(Session.open(options), hasCode("login-refused"));
  assert.equal(socket.ended, "terminate");
});

Deno.test("a server that is not there, or leaves before the login, is told apart", async () => {
  const away = new FakeSocket();
  const refused = Session.open({ ...fakeLogin(away), webSocket: () => away });
  away.fails(new Error("connect ECONNREFUSED 127.0.0.1:9"));
  await assert.rejects(
    refused,
    (error: unknown) =>
      hasCode("connect-failed")(error) && /Nothing listens there/.test(String(error)),
  );

  const leaving = new FakeSocket();
  const options = fakeLogin(leaving);
  leaving.onSend = () => leaving.serverCloses(1005);
  await assert.rejects(Session.open(options), hasCode("connection-closed"));
});

Deno.test("a server that says nothing is given up after the timeout, or when told so", async () => {
  const silent = new FakeSocket();
  const options = { ...fakeLogin(silent), webSocket: () => silent };
  await assert.rejects(Session.open({ ...options, timeout: 5 }), hasCode("timeout"));
  assert.equal(silent.ended, "terminate");

  const other = new FakeSocket();
  const controller = new AbortController();
  const { signal } = controller;
  const opening = Session.open({ ...options, webSocket: () => other, signal });
  controller.abort(new Error("enough"));
  await assert.rejects(opening, /enough/);
  assert.equal(other.ended, "terminate");
  await assert.rejects(Session.open({ ...options, signal }), /enough/);
});

Deno.test("a factory that throws is a failed connection", async () => {
  const webSocket = (): never => {
    throw new SyntaxError("bad");
  };
  const options = { ...fakeLogin(new FakeSocket()), webSocket };
  await assert.rejects(Session.open(options), hasCode("connect-failed"));
});

Deno.test("events reach everybody who listens, and what is no event nobody", async () => {
  const socket = new FakeSocket();
  const session = await Session.open(fakeLogin(socket));
  const [one, two] = [session.events(), session.events()];
  socket.receives({ action: "event" });
  socket.receives({ action: "event", event: { no: "action" } });
  socket.receives('{action:"pong"}');
  socket.receives({ action: "event", event: { action: "createmesh" } });
  for (const queue of [one, two]) {
    assert.deepEqual(await queue.next(), { done: false, value: { action: "createmesh" } });
  }
  await session.close();
  assert.equal((await one.next()).done, true);
  assert.equal((await session.events().next()).done, true);
});

Deno.test("an aborted signal ends the listening without an error", async () => {
  const socket = new FakeSocket();
  const session = await Session.open(fakeLogin(socket));
  const controller = new AbortController();
  const next = session.events({ signal: controller.signal }).next();
  controller.abort();
  assert.equal((await next).done, true);
  assert.equal((await session.events({ signal: controller.signal }).next()).done, true);
  await session.close();
});

Deno.test("a lost connection rejects requests and listeners at once", async () => {
  const socket = new FakeSocket();
  const session = await Session.open(fakeLogin(socket));
  const request = session.request({ action: "nodes" });
  const next = session.events().next();
  socket.serverCloses(1006);
  await assert.rejects(request, hasCode("connection-closed"));
  await assert.rejects(next, hasCode("connection-closed"));
  await assert.rejects(session.request({ action: "nodes" }), hasCode("connection-closed"));
  await assert.rejects(session.events().next(), hasCode("connection-closed"));
});

Deno.test("a server that ends the session is quoted", async () => {
  const socket = new FakeSocket();
  const session = await Session.open(fakeLogin(socket));
  const request = session.request({ action: "nodes" });
  socket.receives({ action: "close", cause: "expired", msg: "expired-1" });
  await assert.rejects(request, /expired-1/);
  assert.equal(socket.ended, "terminate");
});

Deno.test("pings go out, and a server that answers nothing at all is given up", async () => {
  const socket = new FakeSocket();
  const session = await Session.open({ ...fakeLogin(socket), keepAlive: 5 });
  await assert.rejects(session.request({ action: "nodes" }), /answers no ping/);
  assert.ok(socket.sent.some(({ action }) => action === "ping"));
});

Deno.test("closing rejects what is under way, and may be done twice", async () => {
  const socket = new FakeSocket();
  const session = await Session.open(fakeLogin(socket));
  const request = session.request({ action: "nodes" });
  const closing = session.close();
  await assert.rejects(request, hasCode("connection-closed"));
  await closing;
  await session.close();
});

Deno.test("a runtime without a WebSocket is told to pass one", async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
  Reflect.deleteProperty(globalThis, "WebSocket");
  try {
    const options = { url: "ws://server.invalid", username: "a", password: "b" };
    await assert.rejects(Session.open(options), {
      code: "bad-options",
      message: /Pass `webSocket: wsTransport\(\)`/,
    });
  } finally {
    if (before !== undefined) Object.defineProperty(globalThis, "WebSocket", before);
  }
});
