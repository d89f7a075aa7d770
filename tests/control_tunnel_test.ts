import { setTimeout as sleep } from "node:timers/promises";
import assert from "node:assert/strict";
import { BrowserAgent } from "../agent/mod.ts";
import type { ControlClient, Frame, TunnelMessage } from "../control/mod.ts";
import { scriptedAgent } from "./scripted_agent.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

let server: TestServer;
let admin: ControlClient;
let agent: BrowserAgent;
let id: string;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
  admin = await server.operator();
  const { feature } = scriptedAgent(server.server.webSocketUrl);
  agent = new BrowserAgent({ ...server.enrollment, name: "tunnelled", features: [feature] });
  await agent.connect();
  id = (await server.waitForDevice(agent.nodeId, ({ online }) => online)).id;
});

Deno.test.afterAll(async () => {
  await agent?.close();
  await admin?.close();
  await server?.[Symbol.asyncDispose]();
});

Deno.test("a tunnel carries frames both ways, texts and bytes apart, and messages beside them", async () => {
  const messages: TunnelMessage[] = [];
  await using tunnel = await admin.openTunnel(id, {
    protocol: "files",
    onMessage: (message) => messages.push(message),
  });
  assert.equal(tunnel.recorded, false);
  await tunnel.send('{"action":"ls"}');
  await tunnel.send(Uint8Array.of(0, 1, 255));
  const frames: Frame[] = [];
  for await (const frame of tunnel) {
    frames.push(frame);
    if (frames.length === 3) break;
  }
  assert.deepEqual(frames, ["5", '{"action":"ls"}', Uint8Array.of(0, 1, 255)]);
  assert.deepEqual(messages.map(({ type, msg }) => [type, msg]), [["console", "Hello"]]);
  await tunnel.closed; // leaving the loop closed it
  await assert.rejects(tunnel.send("x"), { code: "connection-closed" });
});

Deno.test("Tunnel.send accepts bytes in every form, and says what it got instead", async () => {
  await using tunnel = await admin.openTunnel(id, { protocol: "files" });
  const bytes = Uint8Array.of(9, 1, 2, 3, 9);
  for (
    const form of [
      bytes.slice(1, 4).buffer,
      new DataView(bytes.buffer, 1, 3),
      new Int8Array(bytes.buffer, 1, 3),
    ]
  ) await tunnel.send(form);
  for (const wrong of [[1, 2, 3], 7, null, new Blob([])]) {
    await assert.rejects(tunnel.send(wrong as never), { name: "TypeError", message: /got \w+$/ });
  }
  const frames: Frame[] = [];
  for await (const frame of tunnel) {
    frames.push(frame);
    if (frames.length === 4) break;
  }
  assert.deepEqual(frames, ["5", ...Array(3).fill(Uint8Array.of(1, 2, 3))]);
});

Deno.test("sending waits while the network cannot follow", async () => {
  await using tunnel = await admin.openTunnel(id, { protocol: "desktop", sendLimit: 100_000 });
  const block = new Uint8Array(60_000);
  let received = 0;
  const reading = (async () => {
    for await (const frame of tunnel) {
      if (typeof frame !== "string") received += frame.length;
      if (received === 100 * block.length) break;
    }
  })();
  for (let count = 0; count < 100; count++) await tunnel.send(block);
  await reading;
  assert.equal(received, 6_000_000);
});

Deno.test("a reader that does not keep up loses the tunnel, not memory", async () => {
  await using tunnel = await admin.openTunnel(id, { protocol: "files", receiveLimit: 1000 });
  for (let count = 0; count < 5; count++) await tunnel.send(new Uint8Array(600));
  await tunnel.closed;
  const taken: Frame[] = [];
  await assert.rejects(
    async () => {
      for await (const frame of tunnel) taken.push(frame);
    },
    { code: "events-lost" },
  );
  assert.ok(taken.length >= 2);
});

Deno.test("a device is held back while its frames are not taken, and none is lost", async () => {
  await using tunnel = await admin.openTunnel(id, { protocol: "desktop", receiveLimit: 8_000_000 });
  const block = new Uint8Array(60_000);
  for (let count = 0; count < 500; count++) await tunnel.send(block); // 30 MB come back
  await sleep(500);
  let received = 0;
  for await (const frame of tunnel) {
    if (typeof frame !== "string") received += frame.length;
    if (received === 500 * block.length) break;
  }
  assert.equal(received, 30_000_000);
});

Deno.test("a shell writes and reads text, and knows its size", async () => {
  await using shell = await admin.openShell(id, { cols: 100, rows: 30 });
  await shell.write("ä\r");
  let text = "";
  for await (const part of shell) {
    text += part;
    if (text.endsWith("\r")) break;
  }
  assert.match(text, /1ä\r$/);
});

Deno.test("the device may close a tunnel, and then it ends", async () => {
  const tunnel = await admin.openTunnel(id, { protocol: "files" });
  await tunnel.send("close");
  for await (const _ of tunnel);
  await tunnel.closed;
});

Deno.test("a tunnel that cannot be opened is given up, and leaves no socket", async () => {
  await assert.rejects(admin.openTunnel("unknown", { protocol: "files" }), {
    code: "device-offline",
  });
  const silent = new BrowserAgent({
    ...server.enrollment,
    name: "silent",
    features: [{ name: "silent", capabilities: 2, receive: () => true }],
  });
  await silent.connect();
  const device = await server.waitForDevice(silent.nodeId, ({ online }) => online);
  const late = admin.openTunnel(device.id, { protocol: "terminal", timeout: 300 });
  await assert.rejects(late, { code: "timeout" });
  const controller = new AbortController();
  const opening = admin.openTunnel(device.id, { protocol: "terminal", signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 100);
  await assert.rejects(opening, /enough/);
  await silent.close();
});
