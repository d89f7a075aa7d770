import fc from "fast-check";
import assert from "node:assert/strict";
import { Command, createAgentIdentity, generateAgentKeyPair } from "../protocol/mod.ts";
import { MeshSimulator, type SimulatedDevice } from "./mod.ts";
import { createSimulatorIdentity } from "./simulator_identity.ts";
import { connectAgent, enrolAgent, type TestAgentOptions } from "./test_agent.ts";

const [server, identity] = await Promise.all([createSimulatorIdentity(), createAgentIdentity()]);

const enrol = (simulator: MeshSimulator, options: Partial<TestAgentOptions> = {}) =>
  enrolAgent(simulator, { identity, ...options });

const newSimulator = () => new MeshSimulator({ identity: server });

/** The one device, with what it is expected to be. */
function assertDevice(simulator: MeshSimulator, expected: Partial<SimulatedDevice>): void {
  const [device] = simulator.devices();
  assert.ok(device !== undefined);
  const members = Object.keys(expected) as (keyof SimulatedDevice)[];
  assert.deepEqual(Object.fromEntries(members.map((name) => [name, device[name]])), expected);
}

Deno.test("an agent can choose its name before it is in, the first time", async () => {
  await using simulator = newSimulator();
  const naming = (value: unknown) => JSON.stringify({ action: "agentName", value });
  const before = [naming("Näme"), naming(""), naming("x".repeat(256)), naming(5), "{"];
  await enrol(simulator, { before, name: "host" });
  assertDevice(simulator, { name: "Näme", hostName: "host" });
  await enrol(simulator, { before: [naming("again")], name: "other" });
  assertDevice(simulator, { name: "Näme", hostName: "other" });
});

Deno.test("a name of 255 characters is taken, and one that comes later is not", async () => {
  await using simulator = newSimulator();
  const name = "x".repeat(255);
  const agent = await enrol(simulator, { before: [`{"action":"agentName","value":"${name}"}`] });
  agent.send({ action: "agentName", value: "later" });
  await agent.roundTrip();
  assertDevice(simulator, { name });
});

Deno.test("a later connection changes kind, version and host name, but not the icon", async () => {
  await using simulator = newSimulator();
  await enrol(simulator, { platformType: 9, agentId: 17, agentVersion: 1 });
  assertDevice(simulator, { platformType: 1, agentId: 17, agentVersion: 1, hostName: "tab" });
  await enrol(simulator, { platformType: 3, agentId: 23, agentVersion: 2, name: "new" });
  assertDevice(simulator, { platformType: 1, agentId: 23, agentVersion: 2, hostName: "new" });
});

Deno.test("coreinfo changes what a server stores, each only when it has the right type", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  agent.send({ action: "coreinfo", osdesc: "Ünix", root: false, users: ["ü"], lusers: "no", x: 1 });
  await agent.roundTrip();
  assertDevice(simulator, { coreInfo: { osdesc: "Ünix", root: false, users: ["ü"] } });
  agent.send({ action: "coreinfo", osdesc: 5, root: "x", users: null, name: "", value: "core" });
  await agent.roundTrip();
  assertDevice(simulator, { name: "tab", coreInfo: { osdesc: "Ünix", root: false, users: ["ü"] } });
  agent.send({ action: "coreinfo", osdesc: "Linux" });
  await agent.roundTrip();
  assertDevice(simulator, { coreInfo: { osdesc: "Linux", root: false, users: ["ü"] } });
});

Deno.test("coreinfo names the core beside capabilities only, and its absence clears it", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  agent.send({ action: "coreinfo", value: "core", caps: 0 });
  await agent.roundTrip();
  assertDevice(simulator, { coreInfo: { value: "core" } });
  agent.send({ action: "coreinfo", value: "other" });
  await agent.roundTrip();
  assertDevice(simulator, { coreInfo: { value: "core" } });
  agent.send({ action: "coreinfo", caps: 0 });
  await agent.roundTrip();
  assertDevice(simulator, { coreInfo: {} });
});

Deno.test("coreinfo changes all capabilities but console and JavaScript", async () => {
  await using simulator = newSimulator();
  for (const [handshake, told, expected] of [[31, 15, 31], [8, 7, 15], [8, 16, 8], [0, 31, 7]]) {
    const agent = await enrol(simulator, { capabilities: handshake ?? 0 });
    agent.send({ action: "coreinfo", caps: told ?? 0 });
    await agent.roundTrip();
    assertDevice(simulator, { capabilities: expected ?? 0 });
  }
});

Deno.test("capabilities of a later handshake count when console or JavaScript differ", async () => {
  await using simulator = newSimulator();
  await enrol(simulator, { capabilities: 8 });
  await enrol(simulator, { capabilities: 15 });
  assertDevice(simulator, { capabilities: 8 });
  await enrol(simulator, { capabilities: 7 });
  assertDevice(simulator, { capabilities: 7 });
});

Deno.test("a device is renamed by coreinfo, of which an event tells", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  const changes: string[] = [];
  simulator.addEventListener("devicechange", ({ change, device }) => {
    changes.push(`${change} ${device.name}`);
  });
  agent.send({ action: "coreinfo", name: "new" });
  agent.send({ action: "coreinfo", name: "new" });
  agent.send({ action: "coreinfo", osdesc: "Linux" });
  await agent.roundTrip();
  assert.deepEqual(changes, ["renamed new", "changed new"]);
});

Deno.test("the hash of the system information is told at the next connection", async () => {
  await using simulator = newSimulator();
  const data = { hash: "abc", hardware: { cpu: "ü" }, list: [{ "any-name": 1 }], none: null };
  const agent = await enrol(simulator);
  agent.send({ action: "sysinfo", data });
  agent.send({ action: "sysinfocheck" });
  await agent.roundTrip();
  assertDevice(simulator, { systemInfo: data });
  const told = { command: "json", value: { action: "sysinfo", hash: "abc" } };
  assert.deepEqual(agent.received.at(-2), told);
  const again = await enrol(simulator);
  assert.deepEqual(again.received.at(-2), told);
});

Deno.test("system information that a database could not store is refused as a whole", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  const refused = [
    undefined,
    null,
    [],
    {},
    { hash: 5 },
    { hash: "a", "b.c": 1 },
    { hash: "a", b: { $c: 1 } },
    { hash: "a", b: "x".repeat(1025) },
    { hash: "a", ["b".repeat(101)]: 1 },
  ];
  for (const data of refused) agent.send(JSON.parse(JSON.stringify({ action: "sysinfo", data })));
  await agent.roundTrip();
  assertDevice(simulator, { systemInfo: undefined });
});

Deno.test("network information replaces what was there", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  agent.send({ action: "netinfo", netif2: { eth0: [] }, dns: "x" });
  agent.send({ action: "netinfo", dns: "y" });
  await agent.roundTrip();
  assertDevice(simulator, { networkInfo: { netif2: { eth0: [] }, dns: "x" } });
});

Deno.test("sessions and battery are kept while the agent is connected", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  agent.send({ action: "battery", state: "dc", level: 80 });
  agent.send({ action: "sessions", type: "kvm", value: { "user//a": 1 } });
  agent.send({ action: "sessions", type: "unknown", value: { "user//a": 1 } });
  await agent.roundTrip();
  assertDevice(simulator, {
    sessions: { battery: { state: "dc", level: 80 }, kvm: { "user//a": 1 } },
  });
  agent.send({ action: "battery", state: "full", level: 101 });
  await agent.roundTrip();
  assertDevice(simulator, { sessions: { kvm: { "user//a": 1 } } });
  await agent.close();
  assertDevice(simulator, { sessions: undefined, online: false });
});

Deno.test("a device has the first line of its tag that is no instruction", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  const tag = (text: string) => agent.sendMessage({ command: Command.AgentTag, text });
  tag("~ServerName:x\r\n \r\n a tag \r\nanother\0\0");
  await agent.roundTrip();
  assertDevice(simulator, { tag: "a tag" });
  tag("");
  await agent.roundTrip();
  assertDevice(simulator, { tag: undefined });
});

Deno.test("messages that mean harm change nothing and end nothing", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  const harmful = [
    '{"action":"coreinfo","caps":{"valueOf":1,"toString":1}}',
    '{"action":"sessions","type":"__proto__","value":{"polluted":true}}',
    '{"action":"netinfo","netif":{},"__proto__":{"polluted":true}}',
    '{"action":"coreinfo","__proto__":{"osdesc":"polluted"}}',
    '{"action":{"toString":null}}',
  ];
  for (const text of harmful) agent.sendBytes(new TextEncoder().encode(text));
  await agent.roundTrip();
  assertDevice(simulator, { online: true, coreInfo: {} });
  assert.equal(Reflect.get({}, "polluted"), undefined);
  assert.equal(simulator.devices()[0]?.networkInfo?.polluted, undefined);
});

Deno.test("whatever an agent sends, it is served on", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  const action = fc.constantFrom("coreinfo", "sysinfo", "netinfo", "battery", "sessions", "msg");
  const members = fc.dictionary(
    fc.constantFrom("caps", "name", "value", "data", "type", "level", "netif", "users", "hash"),
    fc.jsonValue(),
  );
  const message = fc.tuple(action, members).map(([action, rest]) => ({ action, ...rest }));
  const frame = fc.oneof(
    fc.uint8Array(),
    fc.tuple(fc.constantFrom(10, 11, 12, 14, 15, 16, 30), fc.uint8Array({ maxLength: 60 }))
      .map(([command, rest]) => new Uint8Array([0, command, ...rest])),
    message.map((message) => new TextEncoder().encode(JSON.stringify(message))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(frame), async (frames) => {
      for (const frame of frames) agent.sendBytes(frame);
      await agent.roundTrip();
    }),
    { numRuns: 300 },
  );
});

Deno.test("JSON that is nested too deeply is passed over, and the agent stays online", async () => {
  await using simulator = newSimulator();
  const agent = await enrol(simulator);
  // Index keys keep V8 from writing it without recursion, as it does with arrays, sometimes.
  const nested = '{"0":'.repeat(100_000) + "0" + "}".repeat(100_000);
  agent.sendBytes(new TextEncoder().encode(`{"action":"coreinfo","av":${nested}}`));
  await agent.roundTrip();
  assertDevice(simulator, { online: true });
  assert.equal(simulator.devices()[0]?.coreInfo.av, undefined);
});

Deno.test("an agent is closed, and told so, when the simulator fails", async () => {
  // A key that signs nothing.
  const { publicKey } = await generateAgentKeyPair();
  const broken = { ...server, agent: { ...server.agent, privateKey: publicKey } };
  await using simulator = new MeshSimulator({ identity: broken });
  const agent = await connectAgent(simulator, { identity });
  assert.equal(await agent.closed, 4500);
});
