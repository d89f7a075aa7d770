import assert from "node:assert/strict";
import { BrowserAgent } from "../agent/mod.ts";
import { ControlClient, type DeviceOutcome } from "../control/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { type ScriptedAgent, scriptedAgent } from "./scripted_agent.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { until } from "./until.ts";

const timeout = 1500;

let server: TestServer;
let admin: ControlClient;
let plain: ControlClient;
let agent: BrowserAgent;
let script: ScriptedAgent;
/** The device of the agent. */
let id: string;

Deno.test.beforeAll(async () => {
  // A host name without a dot would make it LAN-only, which has no relays for local devices.
  server = await startTestServer({ settings: { cert: "mesh.localhost" } });
  admin = await server.operator();
  await admin.addUser({ username: "plain", password: "secret" });
  plain = await ControlClient.connect({
    url: server.server.webSocketUrl,
    username: "plain",
    password: "secret",
    login: "header",
    webSocket: wsTransport(),
    timeout,
  });
  script = scriptedAgent(server.server.webSocketUrl);
  agent = new BrowserAgent({ ...server.enrollment, name: "scripted", features: [script.feature] });
  await agent.connect();
  id = (await server.waitForDevice(agent.nodeId, ({ osDescription }) =>
    osDescription !== undefined))
    .id;
});

Deno.test.afterAll(async () => {
  await agent?.close();
  await plain?.close();
  await admin?.close();
  await server?.[Symbol.asyncDispose]();
});

/** The error codes of outcomes, undefined for what was done. */
function codes(outcomes: readonly DeviceOutcome[]): readonly (string | undefined)[] {
  return outcomes.map(({ error }) => error?.code);
}

Deno.test("a device is changed in every field", async () => {
  const device = await admin.editDevice(id, {
    name: "Renamed",
    description: "of a test",
    tags: ["b", "a"],
    icon: 3,
    consent: 7,
  });
  assert.deepEqual(
    [device.name, device.description, device.tags, device.icon, device.raw["consent"]],
    ["Renamed", "of a test", ["a", "b"], 3, 7],
  );
  const back = await admin.editDevice(id, { description: "", tags: [], consent: 0 });
  assert.deepEqual([back.description, back.tags, back.raw["consent"]], ["", [], undefined]);
  await assert.rejects(admin.editDevice("unknown", { name: "x" }), { code: "not-found" });
  await assert.rejects(plain.editDevice(id, { name: "x" }), { code: "not-found" });
});

Deno.test("a device is moved to another group and back", async () => {
  const other = await admin.addDeviceGroup("other");
  assert.deepEqual(codes(await admin.moveDevices([id, "unknown"], other.id)), [
    undefined,
    "not-found",
  ]);
  assert.equal((await admin.device(id)).groupId, other.id);
  const home = server.enrollment.meshId;
  assert.deepEqual(codes(await admin.moveDevices([id], home)), [undefined]);
  assert.deepEqual(codes(await admin.moveDevices([id], home)), [undefined]);
  await assert.rejects(admin.moveDevices([id], "unknown"), { code: "not-found" });
  await admin.removeDeviceGroup(other.id);
});

Deno.test("a user is given rights on one device, and they are taken away", async () => {
  await admin.setDeviceUser(id, "plain", 8 + 16);
  assert.deepEqual((await plain.devices()).map((device) => device.id), [id]);
  await assert.rejects(admin.setDeviceUser(id, "plain", 1), { code: "rejected" });
  await assert.rejects(admin.setDeviceUser(id, "nobody", 8), { code: "not-found" });
  await assert.rejects(admin.setDeviceUser("unknown", "plain", 8), { code: "not-found" });
  // What the right does not reach is refused, or met with silence.
  await assert.rejects(plain.editDevice(id, { name: "x" }), { code: "denied" });
  await assert.rejects(plain.setDeviceUser(id, "plain", 8), { code: "timeout" });
  assert.deepEqual(codes(await plain.runCommand([id], { command: "id" })), ["denied"]);
  await assert.rejects(plain.deviceShares(id), { code: "denied" });
  const refused = plain.addDeviceShare(id, {
    guestName: "g",
    types: ["desktop"],
    time: { expireMinutes: 5 },
  });
  await assert.rejects(refused, { code: "denied" });
  await assert.rejects(plain.setNotes(id, "x"), { code: "denied" });
  assert.deepEqual(codes(await plain.toastDevices([id], { message: "x" })), ["denied"]);
  await admin.removeDeviceUser(id, "plain");
  assert.deepEqual(await plain.devices(), []);
  await assert.rejects(admin.removeDeviceUser(id, "plain"), { code: "not-found" });
});

Deno.test("commands run, with and without their output", async () => {
  const outcomes = await admin.runCommand([id, "unknown"], { command: "uname" });
  assert.equal(outcomes[0]?.output, "ran uname\n");
  assert.deepEqual(codes(outcomes), [undefined, "not-found"]);
  const silent = await admin.runCommand([id], { command: "true", output: false });
  assert.deepEqual(silent, [{ deviceId: id }]);
  const wrong = await admin.runCommand([id], { command: "dir", shell: "cmd" });
  assert.deepEqual(codes(wrong), ["rejected"]); // it is no Windows device
});

Deno.test("the agent's console answers, as long as it has something to say", async () => {
  assert.deepEqual(await admin.consoleCommand(id, "help", { quiet: 200 }), ["> help", "done"]);
  const [one, two] = await Promise.all([
    admin.consoleCommand(id, "one", { quiet: 200 }),
    admin.consoleCommand(id, "two", { quiet: 200 }),
  ]);
  assert.deepEqual([one, two], [["> one", "done"], ["> two", "done"]]);
  const quick = await admin.consoleCommand(id, "help", { until: (text) => text === "> help" });
  assert.deepEqual(quick, ["> help"]);
  await assert.rejects(admin.consoleCommand("unknown", "help"), { code: "device-offline" });
});

Deno.test("the clipboard is set and read, and an empty one is a time-out", async () => {
  await assert.rejects(admin.clipboard(id, { timeout: 300 }), { code: "timeout" });
  await admin.setClipboard(id, "from the operator");
  assert.equal(script.clipboard, "from the operator");
  assert.equal(await admin.clipboard(id), "from the operator");
  await assert.rejects(admin.clipboard("unknown"), { code: "device-offline" });
  await assert.rejects(plain.clipboard(id), { code: "denied" });
});

Deno.test("the users of a device are told", async () => {
  await admin.messageDevice(id, { title: "Hello", message: "there", showTime: 1000 });
  await admin.openUrlOnDevice(id, "https://example.com/");
  await assert.rejects(admin.openUrlOnDevice(id, "bad:"), { code: "rejected" });
  assert.deepEqual(codes(await admin.toastDevices([id, "unknown"], { message: "Hi" })), [
    undefined,
    "not-found",
  ]);
  await assert.rejects(admin.messageDevice("unknown", { message: "x" }), {
    code: "device-offline",
  });
});

Deno.test("devices are woken and switched off, as far as they are there", async () => {
  const [woken, unknown] = await admin.wakeDevices([id, "unknown"]);
  assert.match(woken?.result ?? woken?.error?.result ?? "", /^Used|MAC|network information/);
  assert.ok(unknown?.error);
  assert.deepEqual(codes(await admin.powerDevices([id, "unknown"], "sleep")), [
    undefined,
    "not-found",
  ]);
  assert.deepEqual(codes(await admin.powerDevices([id], "amt-on")), ["device-offline"]);
  await until(() =>
    Promise.resolve(script.received.find(({ action }) => action === "poweraction"))
  );
});

Deno.test("links for guests are made, listed and removed", async () => {
  const share = await admin.addDeviceShare(id, {
    guestName: "Guest",
    types: ["desktop", "files"],
    time: { expireMinutes: 10 },
    viewOnly: true,
  });
  assert.match(share.url ?? "", /sharing\?c=/);
  assert.deepEqual([share.guestName, share.types, share.viewOnly], [
    "Guest",
    ["desktop", "files"],
    true,
  ]);
  assert.equal((share.expiresAt ?? 0) - (share.startsAt ?? 0), 10 * 60_000);
  const start = Date.now() + 60_000;
  const weekly = await admin.addDeviceShare(id, {
    guestName: "Weekly",
    types: ["terminal"],
    time: { every: "week", start, minutes: 30 },
  });
  assert.equal(weekly.raw["recurring"], 2);
  const range = await admin.addDeviceShare(id, {
    guestName: "Range",
    types: ["terminal"],
    time: { start, end: start + 60_000 },
  });
  assert.equal((range.expiresAt ?? 0) - (range.startsAt ?? 0), 60_000);
  assert.equal((await admin.deviceShares(id)).length, 3);
  for (const { id: shareId } of [share, weekly, range]) await admin.removeDeviceShare(id, shareId);
  assert.deepEqual(await admin.deviceShares(id), []);
  await assert.rejects(admin.removeDeviceShare(id, share.id), { code: "not-found" });
  await assert.rejects(admin.deviceShares("unknown1"), { code: "not-found" });
  const none = { guestName: "g", types: [], time: { expireMinutes: 1 } } as const;
  await assert.rejects(admin.addDeviceShare(id, none), { code: "rejected" });
  await assert.rejects(admin.addDeviceShare("unknown", none), { code: "not-found" });
});

Deno.test("notes and history of a device", async () => {
  await admin.setNotes(id, "about it");
  assert.equal(await admin.notes(id), "about it");
  const [state] = await admin.powerTimeline(id);
  assert.equal(state?.power, 1);
  assert.ok(Math.abs(Date.now() - (state?.since ?? 0)) < 600_000, String(state?.since));
  await assert.rejects(admin.powerTimeline("unknown"), { code: "not-found" });
  assert.ok(await until(async () => (await admin.lastConnections()).get(id)));
  assert.ok((await admin.lastConnection(id))?.at);
  await assert.rejects(admin.lastConnection("unknown"), { code: "not-found" });
  const [details] = await admin.deviceDetails({ ids: [id] });
  assert.equal((details?.["node"] as { _id?: string })?._id, id);
  assert.equal((await admin.deviceDetails()).length, 1);
  assert.match(await admin.deviceDetailsCsv(), /^id,/);
  assert.ok((await admin.deviceCookie(id, { tcpPort: 80 })).length > 50);
  assert.ok((await admin.listEvents({ deviceId: id })).length > 0);
});

Deno.test("without any right on a device each method is refused, and the server lives", async () => {
  const share = { guestName: "g", types: ["desktop"], time: { expireMinutes: 1 } } as const;
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    device: () => plain.device(id),
    editDevice: () => plain.editDevice(id, { name: "x" }),
    removeDevices: () => plain.removeDevices([id]),
    setDeviceUser: () => plain.setDeviceUser(id, "plain", 8),
    removeDeviceUser: () => plain.removeDeviceUser(id, "plain"),
    moveDevices: () => plain.moveDevices([id], server.enrollment.meshId),
    messageDevice: () => plain.messageDevice(id, { message: "x" }),
    openUrlOnDevice: () => plain.openUrlOnDevice(id, "https://example.com/"),
    clipboard: () => plain.clipboard(id),
    setClipboard: () => plain.setClipboard(id, "x"),
    notes: () => plain.notes(id),
    setNotes: () => plain.setNotes(id, "x"),
    consoleCommand: () => plain.consoleCommand(id, "help"),
    deviceShares: () => plain.deviceShares(id),
    addDeviceShare: () => plain.addDeviceShare(id, share),
    removeDeviceShare: () => plain.removeDeviceShare(id, "x"),
    powerTimeline: () => plain.powerTimeline(id),
    lastConnection: () => plain.lastConnection(id),
    listEvents: () => plain.listEvents({ deviceId: id }),
    deviceCookie: () => plain.deviceCookie(id),
    openTunnel: () => plain.openTunnel(id, { protocol: "terminal" }),
    editDeviceGroup: () => plain.editDeviceGroup(server.enrollment.meshId, { name: "x" }),
    removeDeviceGroup: () => plain.removeDeviceGroup(server.enrollment.meshId),
    createInviteLink: () => plain.createInviteLink(server.enrollment.meshId, { hours: 1 }),
    groupReport: () =>
      plain.report({ type: "sessions", start: 1, end: 2000, groupId: server.enrollment.meshId }),
  };
  const refused = ["denied", "not-found", "device-offline", "rejected", "timeout"];
  for (const [name, call] of Object.entries(calls)) {
    const code = await call().then(() => "done", (error) => error.code);
    assert.ok(refused.includes(code), `${name}: ${code}`);
  }
  const outcomes = [
    ...await plain.wakeDevices([id]),
    ...await plain.powerDevices([id], "off"),
    ...await plain.toastDevices([id], { message: "x" }),
    ...await plain.runCommand([id], { command: "id" }),
  ];
  for (const code of codes(outcomes)) assert.ok(refused.includes(code ?? "done"), String(code));
  assert.equal(await plain.deviceSystemInfo(id), undefined);
  assert.equal((await plain.lastConnections()).size, 0);
  await assert.rejects(plain.deviceDetails({ ids: [id] }), { code: "not-found" });
  await assert.rejects(admin.deviceDetails({ ids: [id, "unknown"] }), { code: "not-found" });
  assert.deepEqual(await plain.deviceDetails(), []);
  assert.ok((await admin.device(id)).online);
});

Deno.test("a device without an agent is added behind one that has one", async () => {
  const local = await admin.addDeviceGroup("local", { type: 3, relayId: id });
  const device = await admin.addLocalDevice({
    groupId: local.id,
    name: "printer",
    hostName: "printer.example",
    system: "linux",
  });
  assert.deepEqual([device.name, device.groupId], ["printer", local.id]);
  const outcomes = await admin.runCommand([device.id], { command: "id" });
  assert.deepEqual(codes(outcomes), ["device-offline"]);
  const inWrongGroup = { groupId: server.enrollment.meshId, name: "x", hostName: "x" };
  const wrong = admin.addLocalDevice({ ...inWrongGroup, system: "linux" });
  await assert.rejects(wrong, { code: "rejected" });
  const amt = { ...inWrongGroup, username: "admin", password: "secret", timeout };
  await assert.rejects(admin.addAmtDevice(amt), { code: "timeout" }); // the server is WAN-only
  await admin.removeDevices([device.id]);
  await admin.removeDeviceGroup(local.id);
});
