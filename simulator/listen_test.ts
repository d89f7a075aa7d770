import assert from "node:assert/strict";
import { connect as connectTls } from "node:tls";
import { createAgentIdentity, formatHexId } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { WebSocket } from "ws";
import { MeshSimulator, type MeshSimulatorOptions } from "./mod.ts";
import { createSimulatorIdentity } from "./simulator_identity.ts";
import { TestAgent } from "./test_agent.ts";
import { TestClock } from "./test_clock.ts";

const [server, identity] = await Promise.all([createSimulatorIdentity(), createAgentIdentity()]);

const newSimulator = (options: MeshSimulatorOptions = {}) =>
  new MeshSimulator({ identity: server, ...options });

for (const tls of [false, true]) {
  const kind = tls ? "TLS" : "plain";
  Deno.test(`an agent enrols over a ${kind} port, comes, goes and comes again`, async () => {
    await using simulator = newSimulator();
    const { url, ...ids } = await simulator.listen({ tls });
    assert.match(url, tls ? /^wss:\/\/127\.0\.0\.1:\d+$/ : /^ws:\/\/127\.0\.0\.1:\d+$/);
    const { server, meshName: _, ...enrollment } = await simulator.enrollment();
    assert.equal(server, `${url}/agent.ashx`);
    assert.deepEqual(ids, enrollment);
    const open = wsTransport({ rejectUnauthorized: false });
    for (const _ of ["first", "again"]) {
      const agent = new TestAgent(open(server), {
        identity,
        enrollment: { server, ...enrollment },
      });
      await agent.confirmed;
      await agent.roundTrip();
      assert.deepEqual(
        simulator.devices().map(({ nodeId, online, address }) => [nodeId, online, address]),
        [[identity.nodeId, true, "127.0.0.1"]],
      );
      const offline = new Promise<void>((resolve) =>
        simulator.addEventListener("devicechange", ({ change }) => {
          if (change === "offline") resolve();
        })
      );
      await agent.close();
      await offline;
    }
  });
}

Deno.test("the TLS certificate is the one whose hash is told, for localhost and 127.0.0.1", async () => {
  await using simulator = newSimulator();
  const { url, serverHash } = await simulator.listen({ tls: true });
  const ca = pemOf(server.tls.certificate);
  for (const host of ["127.0.0.1", "localhost"]) {
    const socket = wsTransport({ ca })(`wss://${host}:${new URL(url).port}/agent.ashx`);
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    assert.equal(formatHexId(socket.serverHash ?? new Uint8Array()), serverHash);
    const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
    socket.close();
    await closed;
  }
});

function pemOf(der: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...der));
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}

Deno.test("an agent that talks TLS to a plain port, or to none, fails", async () => {
  await using simulator = newSimulator();
  const { url } = await simulator.listen();
  for (const address of [url.replace("ws:", "wss:"), "ws://127.0.0.1:1"]) {
    const socket = wsTransport({ rejectUnauthorized: false })(`${address}/agent.ashx`);
    socket.addEventListener("error", () => {});
    const code = await new Promise((resolve) =>
      socket.addEventListener("close", ({ code }) => resolve(code))
    );
    assert.equal(code, 1006);
  }
});

Deno.test("any other path, and any request that is no WebSocket, is 404", async () => {
  await using simulator = newSimulator();
  const { url } = await simulator.listen();
  for (const path of ["/", "/agent.ashx", "/control.ashx"]) {
    const response = await fetch(url.replace("ws:", "http:") + path);
    assert.equal(response.status, 404);
    await response.body?.cancel();
  }
  for (const path of ["/", "/control.ashx", "//"]) {
    const socket = new WebSocket(url + path);
    const error = await new Promise<Error>((resolve) => socket.on("error", resolve));
    assert.match(error.message, /404/);
  }
});

Deno.test("a query does no harm to the path", async () => {
  await using simulator = newSimulator();
  const { url } = await simulator.listen();
  const socket = new WebSocket(`${url}/agent.ashx?x=1`);
  await new Promise((resolve) => socket.on("open", resolve));
  const closed = new Promise((resolve) => socket.on("close", resolve));
  await simulator.close();
  await closed;
});

Deno.test("a WebSocket ping keeps an agent from being idle, as a native one sends them", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock });
  const { url } = await simulator.listen();
  const socket = new WebSocket(`${url}/agent.ashx`);
  await new Promise((resolve) => socket.on("open", resolve));
  clock.advance(149_999);
  const pong = new Promise((resolve) => socket.on("pong", resolve));
  socket.ping();
  await pong;
  clock.advance(149_999);
  assert.equal(clock.timers, 1);
  const closed = new Promise((resolve) => socket.on("close", resolve));
  clock.advance(1);
  assert.equal(await closed, 1005);
});

Deno.test("a simulator listens on several ports, and the latest is the one to enrol at", async () => {
  await using simulator = newSimulator();
  const plain = await simulator.listen();
  const secure = await simulator.listen({ tls: true, hostname: "localhost" });
  assert.match(secure.url, /^wss:\/\/localhost:/);
  assert.equal((await simulator.enrollment()).server, `${secure.url}/agent.ashx`);
  assert.notEqual(new URL(plain.url).port, new URL(secure.url).port);
});

Deno.test("a port that is taken is an error, and what was opened before still closes", async () => {
  await using simulator = newSimulator();
  const { url } = await simulator.listen();
  const port = Number(new URL(url).port);
  await assert.rejects(simulator.listen({ port }), { code: "EADDRINUSE" });
  await simulator.close();
  await using next = newSimulator();
  await next.listen({ port });
});

Deno.test("close() does not wait for clients that have connected and said nothing", async () => {
  await using simulator = newSimulator();
  const { url } = await simulator.listen({ tls: true });
  const socket = connectTls({ port: Number(new URL(url).port), rejectUnauthorized: false });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.on("secureConnect", resolve));
  const closed = new Promise((resolve) => socket.on("close", resolve));
  await simulator.close();
  await closed;
});
