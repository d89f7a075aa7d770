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
import { connectAgent, type TestAgent, type TestAgentOptions } from "./test_agent.ts";

const [server, identity] = await Promise.all([createSimulatorIdentity(), createAgentIdentity()]);

function newSimulator(options: MeshSimulatorOptions = {}): MeshSimulator {
  return new MeshSimulator({ identity: server, ...options });
}

const enrol = (simulator: MeshSimulator, options: Partial<TestAgentOptions> = {}) =>
  connectAgent(simulator, { identity, ...options });

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
  const otherServer = { agent: server.agent, tls: identity };
  const { serverHash } = await new MeshSimulator({ identity: otherServer }).enrollment();
  const meshId = formatId(new Uint8Array(48));
  const cases = [
    { wrong: { serverHash }, reason: "bad-server-hash", state: "requested" },
    { wrong: { meshId }, reason: "unknown-mesh", state: "enrolling" },
  ];
  let heldEvents = 0;
  simulator.addEventListener("held", () => heldEvents++);
  for (const [index, { wrong, reason, state }] of cases.entries()) {
    const held = nextHeld(simulator);
    const agent = await enrol(simulator, { enrollment: { ...enrollment, ...wrong } });
    const event = await held;
    assert.equal(event.reason, reason);
    assert.equal(event.connection, index + 1);
    assert.equal(event.address, "memory");
    agent.send({ action: "ping" });
    agent.sendMessage({ command: Command.AuthConfirm });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(agent.handshake.state, state);
    assert.equal(heldEvents, index + 1);
    assert.deepEqual(simulator.devices(), []);
  }
});

function nextHeld(simulator: MeshSimulator): Promise<HeldEvent> {
  return new Promise((resolve) => simulator.addEventListener("held", resolve, { once: true }));
}

Deno.test("an agent that signs with another's key is held, unless checks are off", async () => {
  const forged = { ...identity, certificate: server.tls.certificate };
  await using strict = newSimulator();
  const held = nextHeld(strict);
  await enrol(strict, { identity: forged });
  assert.equal((await held).reason, "bad-signature");

  await using lax = newSimulator({ ignoreAgentHashCheck: true });
  const enrollment = { ...await lax.enrollment(), serverHash: "unchecked" };
  const agent = await enrol(lax, { identity: forged, enrollment });
  await agent.confirmed;
  assert.equal(lax.devices()[0]?.nodeId, server.tls.nodeId);
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
