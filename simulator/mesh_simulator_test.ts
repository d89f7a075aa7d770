import assert from "node:assert/strict";
import { createAgentIdentity, formatId } from "../protocol/mod.ts";
import { MeshSimulator, type MeshSimulatorOptions } from "./mod.ts";
import { createSimulatorIdentity } from "./simulator_identity.ts";
import { connectAgent, type TestAgentOptions } from "./test_agent.ts";

const [server, identity] = await Promise.all([createSimulatorIdentity(), createAgentIdentity()]);

const newSimulator = (options: MeshSimulatorOptions = {}) =>
  new MeshSimulator({ identity: server, ...options });

const enrol = (simulator: MeshSimulator, options: Partial<TestAgentOptions> = {}) =>
  connectAgent(simulator, { identity, ...options });

Deno.test("frames are shown in both directions, with whose they are once that is known", async () => {
  await using simulator = newSimulator();
  const frames: string[] = [];
  simulator.addEventListener("frame", ({ from, data, connection, nodeId }) => {
    const what = typeof data === "string" ? data : data.slice(0, 2).join();
    frames.push(`${connection} ${from} ${what} ${nodeId === identity.nodeId ? "known" : nodeId}`);
  });
  const agent = await enrol(simulator, { before: ["{}"] });
  await agent.confirmed;
  agent.send({ action: "pong" });
  await agent.roundTrip();
  assert.deepEqual(frames, [
    "1 agent {} undefined",
    "1 agent 0,1 undefined",
    "1 server 0,1 undefined",
    "1 server 0,2 undefined",
    "1 agent 0,2 undefined",
    "1 agent 0,3 undefined",
    "1 server 0,4 known",
    "1 server 123,34 known",
    "1 server 123,34 known",
    '1 agent {"action":"pong"} known',
    '1 agent {"action":"ping"} known',
    "1 server 123,34 known",
  ]);
});

Deno.test("JSON goes both ways: send() to an agent that is online, and the event message", async () => {
  await using simulator = newSimulator();
  const messages: unknown[] = [];
  simulator.addEventListener("message", ({ nodeId, message }) => messages.push([nodeId, message]));
  const agent = await enrol(simulator, { before: ['{"action":"agentName","value":"x"}'] });
  await agent.confirmed;
  const asked = { action: "msg", type: "console", value: "hëlp" };
  assert.equal(simulator.send(identity.nodeId, asked), true);
  assert.equal(simulator.send(server.agent.nodeId, asked), false);
  await agent.roundTrip();
  assert.deepEqual(agent.received.at(-2), { command: "json", value: asked });
  agent.send({ action: "msg", type: "console", value: "no hëlp" });
  await agent.roundTrip();
  assert.deepEqual(messages, [
    [identity.nodeId, { action: "ping" }],
    [identity.nodeId, { action: "msg", type: "console", value: "no hëlp" }],
    [identity.nodeId, { action: "ping" }],
  ]);
  await agent.close();
  assert.equal(simulator.send(identity.nodeId, asked), false);
});

Deno.test("who hears that a device is online can send to it at once", async () => {
  await using simulator = newSimulator();
  simulator.addEventListener("devicechange", ({ change, device }) => {
    if (change === "online") simulator.send(device.nodeId, { action: "first" });
  });
  const agent = await enrol(simulator);
  assert.deepEqual(await agent.next(), { command: "json", value: { action: "first" } });
});

Deno.test("agents see a simulator that closes as a broken connection; then it takes no more", async () => {
  const simulator = newSimulator();
  const agent = await enrol(simulator);
  await agent.confirmed;
  await simulator.close();
  assert.equal(await agent.closed, 1006);
  assert.equal(simulator.devices()[0]?.online, false);
  assert.throws(() => simulator.connect(), /closed/);
  await assert.rejects(simulator.listen(), /closed/);
  await simulator.close();
});

/** Fails when an operation, a timer or a socket outlives it. */
function testForLeaks(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });
}

testForLeaks(
  "a simulator that closes in the middle of a handshake leaves nothing behind",
  async () => {
    const atOnce = (close: () => void) => close();
    for (const after of [1, 2, 3, 4, 5, 6, 7]) {
      for (const soon of [atOnce, queueMicrotask, (close: () => void) => void setTimeout(close)]) {
        const simulator = newSimulator();
        let frames = 0;
        const closed = new Promise<void>((resolve, reject) => {
          simulator.addEventListener("frame", () => {
            if (++frames === after) soon(() => void simulator.close().then(resolve, reject));
          });
        });
        const agent = await enrol(simulator);
        await closed;
        assert.equal(await agent.closed, 1006);
        assert.equal(simulator.devices().some(({ online }) => online), false);
      }
    }
  },
);

testForLeaks("a simulator that closes while its keys are made leaves nothing behind", async () => {
  const simulator = new MeshSimulator();
  const socket = simulator.connect();
  const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  await simulator.close();
  await closed;
});

testForLeaks("a simulator that closes while it opens a port leaves nothing behind", async () => {
  const simulator = newSimulator();
  const listening = simulator.listen();
  await simulator.close();
  await assert.rejects(listening, /closed/);
});

Deno.test("groups keep a MeshID that they are given, in any form, and need not have one", () => {
  const id = formatId(new Uint8Array(48).fill(1));
  const given = { id: `mesh//${id}`, name: "given" };
  const groups = newSimulator({ groups: [given, "made"] }).groups();
  assert.deepEqual(groups[0], { id, name: "given" });
  assert.match(groups[1]?.id ?? "", /^[A-Za-z0-9@$]{64}$/);
  assert.throws(() => newSimulator({ groups: [] }), TypeError);
});

Deno.test("an enrolment names a group that exists, and a server that does not", async () => {
  const simulator = newSimulator({ groups: ["first", "second"] });
  const [first, second] = simulator.groups();
  const { server: url, ...enrollment } = await simulator.enrollment();
  assert.equal(url, "wss://simulator.invalid/agent.ashx");
  assert.equal(enrollment.meshId, first?.id);
  assert.equal(enrollment.meshName, "first");
  assert.match(enrollment.serverId, /^[0-9a-f]{96}$/);
  assert.equal((await simulator.enrollment({ group: "second" })).meshId, second?.id);
  await assert.rejects(simulator.enrollment({ group: "third" }), TypeError);
});
