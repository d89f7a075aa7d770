import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { createAgentIdentity, TunnelProtocol } from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import { MemorySocket } from "./memory_socket.ts";
import { MeshSimulator } from "./mesh_simulator.ts";
import { Relay } from "./relay.ts";
import { enrolAgent } from "./test_agent.ts";
import { TestClock } from "./test_clock.ts";

const identity = await createAgentIdentity();

/** One end that keeps what it gets. */
function end(socket: WebSocketLike) {
  socket.binaryType = "arraybuffer";
  const frames: unknown[] = [];
  const opened = new Promise<void>((resolve) => socket.addEventListener("open", () => resolve()));
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener("close", ({ code }) => resolve(code));
  });
  let wake = () => {};
  socket.addEventListener("message", ({ data }) => {
    frames.push(typeof data === "string" ? data : [...new Uint8Array(data as ArrayBuffer)]);
    wake();
  });
  const until = async (count: number) => {
    while (frames.length < count) await new Promise<void>((resolve) => wake = resolve);
    return frames;
  };
  return { socket, frames, opened, closed, until };
}

function joined(relay: Relay, id: string, side: "agent" | "operator") {
  const [client, server] = MemorySocket.pair();
  relay.join(id, side, server);
  return end(client);
}

Deno.test("both ends get c, and every frame passes unchanged, text as text", async () => {
  const seen: string[] = [];
  const relay = new Relay(new TestClock(), (_, from, to) => seen.push(`${from}>${to}`));
  const agent = joined(relay, "1", "agent");
  const operator = joined(relay, "1", "operator");
  await operator.until(1);
  operator.socket.send("2");
  agent.socket.send(new Uint8Array([0, 7, 255]));
  assert.deepEqual(await agent.until(2), ["c", "2"]);
  assert.deepEqual(await operator.until(2), ["c", [0, 7, 255]]);
  assert.deepEqual(seen, ["relay>agent", "relay>operator", "operator>agent", "agent>operator"]);
});

Deno.test("what an end sends while it waits arrives after c", async () => {
  const relay = new Relay(new TestClock());
  const operator = joined(relay, "1", "operator");
  await operator.opened;
  operator.socket.send("early");
  await Promise.resolve();
  await Promise.resolve();
  const agent = joined(relay, "1", "agent");
  assert.deepEqual(await agent.until(2), ["c", "early"]);
});

Deno.test("whichever end closes, the other is closed too", async () => {
  for (const closing of ["agent", "operator"] as const) {
    const relay = new Relay(new TestClock());
    const ends = { agent: joined(relay, "1", "agent"), operator: joined(relay, "1", "operator") };
    await ends[closing].until(1);
    ends[closing].socket.close();
    await Promise.all([ends.agent.closed, ends.operator.closed]);
    assert.equal(relay.size, 0);
  }
});

Deno.test("an end alone is closed after 15 s, and not before; a pair never", async () => {
  const clock = new TestClock();
  const relay = new Relay(clock);
  const alone = joined(relay, "1", "agent");
  joined(relay, "2", "agent");
  joined(relay, "2", "operator");
  clock.advance(14_999);
  assert.equal(relay.size, 2);
  clock.advance(1);
  await alone.closed;
  assert.equal(relay.size, 1);
  assert.equal(clock.timers, 0);
});

Deno.test("a third end, and a second one of the same side, are closed; the pair stays", async () => {
  const relay = new Relay(new TestClock());
  const agent = joined(relay, "1", "agent");
  await joined(relay, "1", "agent").closed;
  const operator = joined(relay, "1", "operator");
  await joined(relay, "1", "operator").closed;
  await operator.until(1);
  operator.socket.send("still here");
  assert.deepEqual(await agent.until(2), ["c", "still here"]);
});

Deno.test("an end that sends too much before the other is there is cut off", async () => {
  const relay = new Relay(new TestClock());
  const operator = joined(relay, "1", "operator");
  await operator.opened;
  for (let count = 0; count < 65; count++) operator.socket.send("early");
  await operator.closed;
  assert.equal(relay.size, 0);
});

Deno.test("openTunnel tells the agent where to come, and is paired with it", async () => {
  await using simulator = new MeshSimulator();
  const agent = await enrolAgent(simulator, { identity });
  agent.received.splice(0);
  const nodeId = simulator.devices()[0]?.nodeId ?? "";
  const operator = end(await simulator.openTunnel(nodeId, TunnelProtocol.Desktop));
  const message = await lastMessage(agent);
  assert.equal(message.usage, 2);
  assert.equal(message.rights, 0xffff_ffff);
  const url = String(message.value).replace("*", "wss://simulator.invalid");
  const tunnel = end(simulator.connect(url));
  assert.deepEqual(await operator.until(1), ["c"]);
  assert.deepEqual(await tunnel.until(1), ["c"]);
  await simulator.close();
  assert.equal(await tunnel.closed, 1006);
});

Deno.test("there is no tunnel to a device that is not there", async () => {
  await using simulator = new MeshSimulator();
  await assert.rejects(simulator.openTunnel("x".repeat(64), 2), /no agent/);
});

Deno.test("ends are paired over a port, too", async () => {
  await using simulator = new MeshSimulator();
  const { url } = await simulator.listen();
  const open = (query: string) =>
    end(new WebSocket(`${url}/meshrelay.ashx?${query}`) as unknown as WebSocketLike);
  const agent = open("id=5&rauth=5");
  const operator = open("id=5&auth=5");
  await Promise.all([agent.until(1), operator.until(1)]);
  agent.socket.send(new Uint8Array([1, 2]));
  operator.socket.send("2");
  assert.deepEqual(await operator.until(2), ["c", [1, 2]]);
  assert.deepEqual(await agent.until(2), ["c", "2"]);
  agent.socket.close();
  await operator.closed;
});

async function lastMessage(agent: Awaited<ReturnType<typeof enrolAgent>>) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const message = agent.received.at(-1);
  assert.ok(message?.command === "json");
  return message.value;
}
