import assert from "node:assert/strict";
import {
  Capability,
  Command,
  createAgentIdentity,
  formatId,
  type Message,
} from "../protocol/mod.ts";
import { type HeldEvent, MeshSimulator, type MeshSimulatorOptions } from "./mod.ts";
import { createSimulatorIdentity } from "./simulator_identity.ts";
import { TestAgent, type TestAgentOptions } from "./test_agent.ts";

const [server, otherServer, identity] = await Promise.all([
  createSimulatorIdentity(),
  createSimulatorIdentity(),
  createAgentIdentity(),
]);

function newSimulator(options: MeshSimulatorOptions = {}): MeshSimulator {
  return new MeshSimulator({ identity: server, ...options });
}

async function enrol(
  simulator: MeshSimulator,
  options: Partial<TestAgentOptions> = {},
): Promise<TestAgent> {
  const enrollment = await simulator.enrollment();
  return new TestAgent(simulator.connect(), { identity, enrollment, ...options });
}

/** What the server says, until it says no more. */
async function greeting(agent: TestAgent): Promise<(number | string)[]> {
  await agent.confirmed;
  await agent.roundTrip();
  return agent.received.slice(0, -1).map((message) =>
    message.command === "json" ? JSON.stringify(message.value) : message.command
  );
}

const INFO = ['{"action":"serverInfo"}', '{"action":"sysinfo"}'];

Deno.test("an agent enrols in memory and is listed with what it said", async () => {
  await using simulator = newSimulator({ groups: ["first", "second"] });
  const enrollment = await simulator.enrollment({ group: "second" });
  const agent = await enrol(simulator, {
    enrollment,
    name: "Küche",
    platformType: 2,
    agentVersion: 7,
    capabilities: Capability.Console,
  });
  assert.deepEqual(await greeting(agent), INFO);
  assert.deepEqual(simulator.devices(), [{
    nodeId: identity.nodeId,
    name: "Küche",
    hostName: "Küche",
    online: true,
    group: "second",
    groupId: enrollment.meshId,
    agentId: 17,
    agentVersion: 7,
    capabilities: 8,
    platformType: 2,
    address: "memory",
    coreInfo: {},
  }]);
});

Deno.test("a device is added, comes online, and stays in the list when it goes offline", async () => {
  await using simulator = newSimulator();
  const changes: string[] = [];
  simulator.addEventListener("devicechange", ({ change, device }) => {
    changes.push(`${change} ${device.online}`);
  });
  for (const _ of ["first", "again"]) {
    const agent = await enrol(simulator);
    await agent.confirmed;
    await agent.close();
    assert.deepEqual(simulator.devices().map(({ online }) => online), [false]);
  }
  const comesAndGoes = ["online true", "offline false"];
  assert.deepEqual(changes, ["added false", ...comesAndGoes, ...comesAndGoes]);
});

Deno.test("the server asks by kind of agent and capabilities, as a real one was seen to", async () => {
  const { JavaScript } = Capability;
  const cases: [agentId: number, capabilities: number, expected: (number | string)[]][] = [
    [17, 0, INFO],
    [17, 15, INFO],
    [17, JavaScript, [11, 16, ...INFO]],
    [14, 15, INFO],
    [14, 31, [11, 16, ...INFO]],
    [99, 0, [10, ...INFO]],
    [99, JavaScript, [10, ...INFO]],
    [6, 0, [12]],
    [6, JavaScript, [12, 11, 16, ...INFO]],
    [1, JavaScript, [11, 16, ...INFO]],
    [10006, JavaScript, INFO],
  ];
  for (const [agentId, capabilities, expected] of cases) {
    await using simulator = newSimulator();
    const agent = await enrol(simulator, { agentId, capabilities });
    await agent.confirmed;
    for (const command of expected) {
      if (command !== Command.CoreHash && command !== Command.AgentHash) continue;
      await until(agent, (message) => message.command === command);
      agent.sendMessage({ command, hash: new Uint8Array(48) });
    }
    assert.deepEqual(await greeting(agent), expected, `agent id ${agentId}, ${capabilities}`);
  }
});

async function until(agent: TestAgent, is: (message: Message) => boolean): Promise<void> {
  while (!is(await agent.next())) { /* the next one */ }
}

Deno.test("any core passes, and one that is missing clears what the device said of it", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator, { capabilities: 24 });
  await agent.confirmed;
  agent.send({ action: "coreinfo", value: "a core", caps: 31 });
  agent.sendMessage({ command: Command.CoreHash, hash: new Uint8Array(48).fill(1) });
  assert.deepEqual(await greeting(agent), [11, 16, ...INFO]);
  assert.equal(simulator.devices()[0]?.coreInfo.value, "a core");
  agent.sendMessage({ command: Command.CoreHash });
  await agent.roundTrip();
  const [device] = simulator.devices();
  assert.equal(device?.capabilities, 24);
  assert.deepEqual(device?.coreInfo, {});
});

Deno.test("an agent of unknown kind is told nothing of its core, unless it is a custom one", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator, { agentId: 99 });
  await agent.confirmed;
  agent.sendMessage({ command: Command.CoreHash });
  agent.sendMessage({ command: Command.CoreHash, hash: new Uint8Array(48).fill(1) });
  assert.deepEqual(await greeting(agent), [10, ...INFO]);
  agent.sendMessage({ command: Command.CoreHash, hash: new Uint8Array(48) });
  await agent.roundTrip();
  assert.equal(agent.received.filter(({ command }) => command === Command.CoreOk).length, 1);
});

Deno.test("both hashes of the TLS certificate are accepted", async () => {
  await using simulator = newSimulator();
  const { spki, certificate } = await hashesOf(server.tls.certificate);
  const enrollment = await simulator.enrollment();
  assert.equal(enrollment.serverHash, certificate);
  for (const serverHash of [certificate, spki]) {
    const agent = await enrol(simulator, { enrollment: { ...enrollment, serverHash } });
    await agent.confirmed;
    await agent.close();
  }
});

/** With Node's parser instead of ours. */
async function hashesOf(der: Uint8Array): Promise<{ spki: string; certificate: string }> {
  const { createHash, X509Certificate } = await import("node:crypto");
  const key = new X509Certificate(der).publicKey.export({ type: "pkcs1", format: "der" });
  const hash = (bytes: Uint8Array) => createHash("sha384").update(bytes).digest("hex");
  return { spki: hash(key), certificate: hash(der) };
}

Deno.test("an agent of another server, or of an unknown group, is held in silence", async () => {
  await using simulator = newSimulator();
  const enrollment = await simulator.enrollment();
  const { serverHash } = await new MeshSimulator({ identity: otherServer }).enrollment();
  const meshId = formatId(new Uint8Array(48));
  const cases = [
    { wrong: { serverHash }, reason: "bad-server-hash", state: "requested" },
    { wrong: { meshId }, reason: "unknown-mesh", state: "enrolling" },
  ];
  for (const [index, { wrong, reason, state }] of cases.entries()) {
    const held = nextHeld(simulator);
    const agent = await enrol(simulator, { enrollment: { ...enrollment, ...wrong } });
    const event = await held;
    assert.equal(event.reason, reason);
    assert.equal(event.connection, index + 1);
    assert.equal(event.address, "memory");
    agent.send({ action: "ping" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(agent.handshake.state, state);
    assert.deepEqual(simulator.devices(), []);
  }
});

function nextHeld(simulator: MeshSimulator): Promise<HeldEvent> {
  return new Promise((resolve) => simulator.addEventListener("held", resolve, { once: true }));
}

Deno.test("an agent that signs with another's key is held, unless checks are off", async () => {
  const forged = { ...identity, certificate: otherServer.agent.certificate };
  await using strict = newSimulator();
  const held = nextHeld(strict);
  await enrol(strict, { identity: forged });
  assert.equal((await held).reason, "bad-signature");

  await using lax = newSimulator({ ignoreAgentHashCheck: true });
  const enrollment = { ...await lax.enrollment(), serverHash: "unchecked" };
  const agent = await enrol(lax, { identity: forged, enrollment });
  await agent.confirmed;
  assert.equal(lax.devices()[0]?.nodeId, otherServer.agent.nodeId);
});

Deno.test("a device that is known stays in its group, whichever it names, even an unknown one", async () => {
  await using simulator = newSimulator({ groups: ["first", "second"] });
  await (await enrol(simulator)).confirmed;
  const enrollment = await simulator.enrollment({ group: "second" });
  for (const meshId of [enrollment.meshId, formatId(new Uint8Array(48))]) {
    await (await enrol(simulator, { enrollment: { ...enrollment, meshId } })).confirmed;
    assert.deepEqual(simulator.devices().map(({ group }) => group), ["first"]);
  }
});

Deno.test("frames that are no messages are ignored, before and after the handshake", async () => {
  await using simulator = newSimulator();
  const before = ["", "{", "[]", "hello", '{"action":"ping"}'];
  const agent = await enrol(simulator, { before });
  await agent.confirmed;
  for (const bytes of [[], [0], [0, 99], [0, 11, 1, 1], [0x7b], [0x7b, 0xff]]) {
    agent.sendBytes(new Uint8Array(bytes));
  }
  assert.deepEqual(await greeting(agent), INFO);
});

Deno.test("an agent that floods the server during the handshake is cut off", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator, { before: Array.from({ length: 1000 }, () => "{}") });
  assert.equal(await agent.closed, 1006);
});

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
  await until(agent, (message) => message.command === "json" && message.value.action === "msg");
  assert.deepEqual(agent.received.at(-1), { command: "json", value: asked });
  agent.send({ action: "msg", type: "console", value: "no hëlp" });
  await agent.roundTrip();
  assert.deepEqual(messages, [
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
  assert.equal((await greeting(agent))[0], '{"action":"first"}');
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

Deno.test("a simulator that closes in the middle of handshakes leaves nothing behind", async () => {
  const simulator = new MeshSimulator();
  const identities = [identity, server.agent, otherServer.agent];
  const agents = identities.map((identity) => enrol(simulator, { identity }));
  simulator.connect();
  await simulator.close();
  for (const agent of agents) await assert.rejects(agent, /closed/);
  assert.deepEqual(simulator.devices(), []);
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
