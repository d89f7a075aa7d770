import assert from "node:assert/strict";
import { Command, createAgentIdentity, formatId } from "../protocol/mod.ts";
import { MeshSimulator, type MeshSimulatorOptions } from "./mod.ts";
import { createSimulatorIdentity } from "./simulator_identity.ts";
import { connectAgent, enrolAgent, type TestAgent, type TestAgentOptions } from "./test_agent.ts";
import { TestClock } from "./test_clock.ts";

const [server, identity] = await Promise.all([createSimulatorIdentity(), createAgentIdentity()]);

function newSimulator(options: MeshSimulatorOptions = {}): MeshSimulator {
  return new MeshSimulator({ identity: server, clock: new TestClock(), ...options });
}

const connect = (simulator: MeshSimulator, options: Partial<TestAgentOptions> = {}) =>
  connectAgent(simulator, { identity, ...options });

const enrol = (simulator: MeshSimulator, options: Partial<TestAgentOptions> = {}) =>
  enrolAgent(simulator, { identity, ...options });

const commands = (agent: TestAgent) => agent.received.map(({ command }) => command);
const isOnline = (simulator: MeshSimulator) => simulator.devices()[0]?.online;
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

Deno.test("an agent that is silent for 150 s is closed, and one that pings is not", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock });
  const agent = await enrol(simulator);
  clock.advance(149_999);
  await agent.roundTrip();
  clock.advance(149_999);
  assert.equal(isOnline(simulator), true);
  clock.advance(1);
  assert.equal(isOnline(simulator), false);
  assert.equal(await agent.closed, 1005);
  assert.equal(clock.timers, 0);
});

Deno.test("what the server sends keeps a connection alive, too", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock, agentIdleTimeout: 10 });
  await enrol(simulator);
  clock.advance(9_999);
  simulator.send(identity.nodeId, { action: "ping" });
  clock.advance(9_999);
  assert.equal(isOnline(simulator), true);
});

Deno.test("a byte that means nothing keeps a connection alive, as an Android agent does it", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock, agentIdleTimeout: 10 });
  const agent = await enrol(simulator);
  clock.advance(9_999);
  const arrived = new Promise((resolve) => simulator.addEventListener("frame", resolve));
  agent.sendBytes(new Uint8Array([0]));
  await arrived;
  clock.advance(9_999);
  assert.equal(isOnline(simulator), true);
});

Deno.test("without an idle time-out a silent agent stays", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock, agentIdleTimeout: 0 });
  await enrol(simulator);
  assert.equal(clock.timers, 0);
  clock.advance(1e9);
  assert.equal(isOnline(simulator), true);
});

Deno.test("an idle agent is closed before it is in, too", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock });
  const socket = simulator.connect();
  const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  clock.advance(150_000);
  await closed;
});

Deno.test("a second connection replaces the first, which stays open but is not heard", async () => {
  await using simulator = newSimulator();
  const changes: string[] = [];
  const first = await enrol(simulator, { name: "first" });
  simulator.addEventListener("devicechange", ({ change }) => changes.push(change));
  const second = await enrol(simulator, { name: "second" });
  const heard = first.received.length;
  first.send({ action: "ping" });
  first.send({ action: "coreinfo", name: "ghost" });
  await second.roundTrip();
  assert.equal(first.received.length, heard);
  const [device] = simulator.devices();
  assert.equal(device?.name, "first");
  assert.equal(device?.hostName, "second");
  assert.deepEqual(changes, ["changed"]);

  simulator.send(identity.nodeId, { action: "to the second" });
  await second.roundTrip();
  assert.equal(first.received.length, heard);
  await first.close();
  assert.equal(isOnline(simulator), true);
  await second.close();
  assert.equal(isOnline(simulator), false);
});

Deno.test("a connection that was replaced is closed when it is idle", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock });
  const first = await enrol(simulator);
  const second = await enrol(simulator);
  clock.advance(149_999);
  await second.roundTrip();
  clock.advance(1);
  assert.equal(await first.closed, 1005);
  assert.equal(isOnline(simulator), true);
});

Deno.test("after 5 disconnects only the core is cleared, after 7 not even AUTH_CONFIRM comes", async () => {
  await using simulator = newSimulator();
  for (let disconnects = 0; disconnects < 7; disconnects++) {
    const agent = await enrol(simulator, { capabilities: 16 });
    const expected = disconnects > 4 ? Command.CoreModule : Command.CoreHash;
    assert.deepEqual(commands(agent), [expected, "json"], `after ${disconnects}`);
    await agent.close();
  }
  const online = new Promise((resolve) => simulator.addEventListener("devicechange", resolve));
  const agent = await connect(simulator);
  await online;
  await pause();
  assert.equal(agent.handshake.state, "enrolling");
  assert.equal(isOnline(simulator), true);
  agent.send({ action: "coreinfo", name: "in trouble" });
  await pause();
  assert.equal(simulator.devices()[0]?.name, "in trouble");
});

Deno.test("disconnects are forgotten every 120 s", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock });
  for (let count = 0; count < 5; count++) await (await enrol(simulator)).close();
  clock.advance(120_000);
  assert.deepEqual(commands(await enrol(simulator)), ["json", "json", "json"]);
});

Deno.test("a disconnect counts when the agent was held for its group, but not for its hash", async () => {
  const wrong = [{ meshId: formatId(new Uint8Array(48)) }, { serverHash: "00".repeat(48) }];
  const counted = [true, false];
  for (const [index, part] of wrong.entries()) {
    await using simulator = newSimulator();
    const enrollment = { ...await simulator.enrollment(), ...part };
    for (let count = 0; count < 5; count++) {
      const held = new Promise((resolve) => simulator.addEventListener("held", resolve));
      const agent = await connect(simulator, { enrollment });
      await held;
      await agent.close();
    }
    const isCleared = commands(await enrol(simulator))[0] === Command.CoreModule;
    assert.equal(isCleared, counted[index]);
  }
});

Deno.test("a connection that ends leaves no timer", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock });
  const agent = await enrol(simulator);
  assert.equal(clock.timers, 1);
  await agent.close();
  assert.equal(clock.timers, 0);
});

Deno.test("a held connection that ends leaves the node's other connection alone", async () => {
  await using simulator = newSimulator();
  const held = new Promise((resolve) => simulator.addEventListener("held", resolve));
  const enrollment = { ...await simulator.enrollment(), meshId: formatId(new Uint8Array(48)) };
  const stranger = await connect(simulator, { enrollment });
  await held;
  const agent = await enrol(simulator);
  await stranger.close();
  await agent.roundTrip();
  assert.equal(isOnline(simulator), true);
});

Deno.test("what the server ends does not count as a disconnect", async () => {
  const clock = new TestClock();
  await using simulator = newSimulator({ clock, agentIdleTimeout: 1 });
  for (let count = 0; count < 3; count++) {
    const idle = await enrol(simulator);
    clock.advance(1000);
    await idle.closed;
    const ended = await enrol(simulator);
    assert.equal(simulator.disconnect(identity.nodeId), true);
    assert.equal(isOnline(simulator), false);
    assert.equal(await ended.closed, 1005);
  }
  assert.equal(simulator.disconnect(identity.nodeId), false);
  assert.deepEqual(commands(await enrol(simulator)), ["json", "json", "json"]);
});

Deno.test("a temporary device is deleted when it disconnects", async () => {
  await using simulator = newSimulator();
  const changes: string[] = [];
  simulator.addEventListener("devicechange", ({ change }) => changes.push(change));
  const agent = await enrol(simulator, { capabilities: 32 });
  agent.send({ action: "coreinfo", caps: 0 });
  await agent.roundTrip();
  await agent.close();
  assert.deepEqual(simulator.devices(), []);
  assert.deepEqual(changes, ["added", "online", "changed", "offline", "removed"]);
});

Deno.test("replacing a temporary agent deletes its device and closes the new connection", async () => {
  await using simulator = newSimulator();
  const first = await enrol(simulator, { capabilities: 32 });
  const second = await connect(simulator, { capabilities: 32 });
  assert.equal(await second.closed, 1005);
  assert.equal(second.handshake.state, "enrolling");
  assert.deepEqual(simulator.devices(), []);
  const heard = first.received.length;
  first.send({ action: "ping" });
  await pause();
  assert.equal(first.received.length, heard);
  assert.deepEqual(commands(await enrol(simulator, { capabilities: 32 })).length, 3);
});

Deno.test("an agent that repeats itself on the console more than 30 times is closed", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  const say = (value: string) => agent.send({ action: "msg", type: "console", value });
  for (let line = 0; line < 100; line++) say(`line ${line}`);
  for (let line = 0; line < 31; line++) say("same");
  await agent.roundTrip();
  assert.equal(isOnline(simulator), true);
  say("other");
  say("same");
  await agent.roundTrip();
  say("same");
  assert.equal(await agent.closed, 1005);
  assert.equal(isOnline(simulator), false);
});
