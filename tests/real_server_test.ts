import assert from "node:assert/strict";
import { once } from "node:events";
import { Buffer } from "node:buffer";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AgentError,
  type AgentErrorCode,
  type AgentState,
  type AgentStateEvent,
  BrowserAgent,
  type BrowserAgentOptions,
} from "../agent/mod.ts";
import { Command, decodeMessage } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startTamperingProxy } from "./tampering_proxy.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { until } from "./until.ts";

/** Where a refusal is told by silence, the tests wait for it as long as this. */
const SHORT = { timeout: 1500, reconnect: false } as const;

let plain: TestServer;
let tls: TestServer;

Deno.test.beforeAll(async () => {
  plain = await startTestServer();
  tls = await startTestServer({ tls: true });
});

Deno.test.afterAll(async () => {
  await plain?.[Symbol.asyncDispose]();
  await tls?.[Symbol.asyncDispose]();
});

Deno.test("an agent is listed under its NodeID with its name, online, then offline", async () => {
  const agent = new BrowserAgent({ ...plain.enrollment, name: "Kiosk „Süd“ 東京" });
  await agent.connect();
  assert.equal(agent.state, "online");
  const device = await plain.waitForDevice(agent.nodeId, ({ online }) => online);
  assert.equal(device.name, "Kiosk „Süd“ 東京");
  assert.equal(device.groupName, "tests");
  assert.equal(device.agent?.id, 17);
  await agent.close();
  assert.equal(agent.state, "closed");
  await plain.waitForDevice(agent.nodeId, ({ online }) => !online);
});

Deno.test("what the device is stands on its details page", async () => {
  await using agent = new BrowserAgent(plain.enrollment);
  await agent.connect();
  const { id } = await plain.waitForDevice(
    agent.nodeId,
    ({ agent, osDescription }) => agent?.core !== undefined && osDescription !== undefined,
  );
  await using client = await plain.operator();
  const system = await until(() => client.deviceSystemInfo(id));
  assert.match(JSON.stringify(system), /"cpu_name":"\d+ logical processors/);
  const network = await until(() => client.deviceNetworkInfo(id));
  assert.match(JSON.stringify(network), /Browser connection/);
});

Deno.test("over TLS the server hash is read from the connection itself", async () => {
  const { serverHash: _, ...enrollment } = tls.enrollment;
  const webSocket = wsTransport({ ca: tls.server.rootCertificate });
  await using agent = new BrowserAgent({ ...enrollment, webSocket });
  await agent.connect();
  await tls.waitForDevice(agent.nodeId, ({ online }) => online);
});

Deno.test("a certificate that the transport does not trust ends it before the handshake", async () => {
  const error = await refusal({ ...tls.enrollment, webSocket: wsTransport() });
  assertCode(error, "connect-failed", /does not trust its TLS certificate/);
});

Deno.test("the hash of the server's public key is as good as that of its certificate", async () => {
  const { deriveServerHash } = await import("../protocol/mod.ts");
  const certificate = await peerCertificate(tls.server.url);
  await using agent = new BrowserAgent({
    ...tls.enrollment,
    serverHash: Buffer.from(await deriveServerHash(certificate, "key")).toString("hex"),
    webSocket: wsTransport({ rejectUnauthorized: false }),
  });
  await agent.connect();
  assert.equal(agent.state, "online");
});

Deno.test("without a server hash where the connection does not show one, it says so", async () => {
  const { serverHash: _, ...enrollment } = plain.enrollment;
  assertCode(await refusal(enrollment), "server-hash-unknown", /add serverHash/);
});

Deno.test("a wrong server hash is refused in the first stage", async () => {
  const error = await refusal({ ...plain.enrollment, serverHash: "ab".repeat(48) });
  assertCode(error, "server-hash-refused", /another certificate.*certUrl/);
});

Deno.test("with ignoreAgentHashCheck on the server, an unchecked hash will do", async () => {
  await using lax = await startTestServer({ settings: { ignoreAgentHashCheck: true } });
  await using agent = new BrowserAgent({ ...lax.enrollment, serverHash: "unchecked" });
  await agent.connect();
  await lax.waitForDevice(agent.nodeId, ({ online }) => online);
});

Deno.test("another ServerID than the pinned one ends it before the mesh id is sent", async () => {
  await using proxy = await startTamperingProxy(plain.enrollment.server, (frame) => frame);
  const error = await refusal({
    ...plain.enrollment,
    server: proxy.url,
    serverId: "cd".repeat(48),
  });
  assertCode(error, "server-id-mismatch", /serverId is of another server/);
  await sleep(300); // whatever was sent has arrived by then
  assert.deepEqual(commands(proxy.sent), [Command.AuthRequest, Command.AuthVerify]);
});

Deno.test("a tampered signature of the server ends it before the mesh id is sent", async () => {
  await using proxy = await startTamperingProxy(plain.enrollment.server, (frame, from) => {
    if (from === "agent" || frame[1] !== Command.AuthVerify) return frame;
    return frame.with(-1, (frame.at(-1) ?? 0) ^ 1);
  });
  const error = await refusal({ ...plain.enrollment, server: proxy.url });
  assertCode(error, "server-signature-invalid", /poses as the server/);
  await sleep(300); // whatever was sent has arrived by then
  assert.deepEqual(commands(proxy.sent), [Command.AuthRequest, Command.AuthVerify]);
});

Deno.test("a tampered signature of the agent is refused in the last stage", async () => {
  await using proxy = await startTamperingProxy(plain.enrollment.server, (frame, from) => {
    if (from === "server" || frame[1] !== Command.AuthVerify) return frame;
    return frame.with(-1, (frame.at(-1) ?? 0) ^ 1);
  });
  const error = await refusal({ ...plain.enrollment, server: proxy.url });
  assertCode(error, "enrollment-refused", /signature was damaged/);
});

Deno.test("an unknown mesh id is refused in the last stage", async () => {
  const error = await refusal({ ...plain.enrollment, meshId: "ef".repeat(48) });
  assertCode(error, "enrollment-refused", /mesh id is of no device group/);
});

Deno.test("an agent comes back by itself after the server was restarted", async () => {
  await using restarted = await startTestServer();
  await using agent = new BrowserAgent({
    ...restarted.enrollment,
    reconnect: { minDelay: 200, maxDelay: 1000 },
  });
  await agent.connect();
  const states: AgentState[] = [];
  const reasons: (AgentErrorCode | undefined)[] = [];
  agent.addEventListener("statechange", ({ state, error }) => {
    states.push(state);
    if (state === "waiting") reasons.push(error?.code);
  });
  const { nodeId } = agent;
  await restarted.server.restart();
  while (agent.state !== "online") await once(agent, "statechange");
  assert.equal(reasons[0], "connection-closed");
  assert.ok(states.includes("authenticating"), states.join());
  assert.equal(agent.nodeId, nodeId);
  await restarted.waitForDevice(nodeId, ({ online }) => online);
});

Deno.test("pings keep an agent connected beyond the server's idle limit", async () => {
  await using impatient = await startTestServer({ settings: { agentIdleTimeout: 3 } });
  const silent = new BrowserAgent({ ...impatient.enrollment, reconnect: false });
  await using pinging = new BrowserAgent({
    ...impatient.enrollment,
    reconnect: false,
    keepAlive: { interval: 1000 },
  });
  // The limit is real: who says nothing is dropped, on a slow machine before the other is online.
  const dropped = new Promise<void>((resolve) => {
    silent.addEventListener("statechange", () => silent.state === "idle" && resolve());
  });
  await Promise.all([silent.connect(), pinging.connect()]);
  await dropped;
  await sleep(4000);
  assert.equal(pinging.state, "online");
  await impatient.waitForDevice(pinging.nodeId, ({ online }) => online);
});

Deno.test("an agent that another connection replaced finds out by its next ping", async () => {
  const { memoryIdentity } = await import("../agent/mod.ts");
  const identity = memoryIdentity();
  const options = { ...plain.enrollment, identity, keepAlive: { interval: 500 }, ...SHORT };
  const first = new BrowserAgent(options);
  await first.connect();
  await using second = new BrowserAgent(options);
  await second.connect();
  const event = await nextState(first);
  assert.equal(event.error?.code, "connection-silent");
  assert.equal(second.state, "online");
});

Deno.test("a signal ends connecting, and close() ends what is going on", async () => {
  const agent = new BrowserAgent({ ...plain.enrollment, serverHash: "ab".repeat(48) });
  const connecting = agent.connect({ signal: AbortSignal.timeout(300) });
  await assert.rejects(connecting, (error: AgentError) => error.code === "aborted");
  assert.equal(agent.state, "idle");
  const again = agent.connect();
  await agent.close();
  await assert.rejects(again, (error: AgentError) => error.code === "aborted");
  assert.equal(agent.state, "closed");
});

Deno.test("an agent that claims MeshCore is believed to have a core of its own", async () => {
  const capabilities = 16;
  await using agent = new BrowserAgent({
    ...plain.enrollment,
    features: [{ name: "test", capabilities, receive: () => false }],
  });
  await agent.connect();
  const device = await plain.waitForDevice(agent.nodeId, ({ agent }) => agent?.core !== undefined);
  assert.equal((device.agent?.capabilities ?? 0) & capabilities, capabilities);
  await sleep(300);
  assert.equal(agent.state, "online");
});

async function refusal(options: BrowserAgentOptions): Promise<unknown> {
  const agent = new BrowserAgent({ ...options, ...SHORT });
  const error = await agent.connect().then(() => undefined, (error) => error);
  assert.equal(agent.state, "idle");
  return error;
}

function assertCode(error: unknown, code: AgentErrorCode, hint: RegExp): void {
  assert.ok(error instanceof AgentError, String(error));
  assert.equal(error.code, code, `${error.message} ${error.hint}`);
  assert.match(error.hint, hint);
}

function commands(frames: readonly Uint8Array[]): unknown[] {
  return frames.map((frame) => decodeMessage(frame, "agent").command);
}

async function nextState(agent: BrowserAgent): Promise<AgentStateEvent> {
  const [event] = await once(agent, "statechange");
  return event as AgentStateEvent;
}

async function peerCertificate(url: string): Promise<Uint8Array> {
  const { connect } = await import("node:tls");
  const socket = connect({
    host: "127.0.0.1",
    port: Number(new URL(url).port),
    rejectUnauthorized: false,
  });
  await once(socket, "secureConnect");
  const certificate = new Uint8Array(socket.getPeerCertificate().raw);
  socket.destroy();
  return certificate;
}
