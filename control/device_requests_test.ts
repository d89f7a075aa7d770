import assert from "node:assert/strict";
import { ControlClient } from "./control_client.ts";
import { fakeLogin, FakeSocket } from "./fake_socket_test.ts";
import type { ControlMessage } from "./types.ts";

async function connect(
  onSend: (message: ControlMessage, socket: FakeSocket) => void,
): Promise<{ client: ControlClient; socket: FakeSocket }> {
  const socket = new FakeSocket();
  socket.onSend = (message) => {
    if (message.action === "nodes" && message["id"] === "node//none") {
      socket.receives({ action: "nodes", nodes: {}, responseid: message["responseid"] });
    } else {
      onSend(message, socket);
    }
  };
  return { client: await ControlClient.connect({ ...fakeLogin(socket), timeout: 60 }), socket };
}

Deno.test("the device's answer is waited for, not the server's that it was passed on", async () => {
  const { client } = await connect(({ responseid, nodeid, type }, socket) => {
    socket.receives({ action: "msg", result: "OK", responseid });
    if (nodeid !== "node//x") return;
    socket.receives({ action: "msg", type, nodeid: "node//y", data: "of another device" });
    socket.receives({ action: "msg", type, nodeid, data: "text" });
  });
  assert.equal(await client.clipboard("x"), "text");
  await assert.rejects(client.clipboard("y"), { code: "timeout" });
});

Deno.test("a device that the server cannot reach is offline", async () => {
  const { client } = await connect(({ responseid }, socket) =>
    socket.receives({ action: "msg", result: "Unable to route", responseid })
  );
  await assert.rejects(client.clipboard("x"), { code: "device-offline" });
  await assert.rejects(client.messageDevice("x", { message: "m" }), { code: "device-offline" });
  await assert.rejects(client.consoleCommand("x", "help"), { code: "device-offline" });
});

Deno.test("the reason that a device gives for no answer is the code of the error", async () => {
  const codes = {
    refused: "consent-refused",
    unanswered: "consent-unanswered",
    unavailable: "not-available",
    "something else": "not-available",
  };
  for (const [error, code] of Object.entries(codes)) {
    const { client } = await connect(({ action, responseid, nodeid, type, tag }, socket) => {
      const nodes = { "mesh//m": [{ _id: "node//x", name: "x", agent: { id: 17 }, conn: 1 }] };
      if (action === "meshes") return socket.receives({ action, meshes: [], tag });
      if (action === "nodes") return socket.receives({ action, nodes, responseid });
      const answer = action === "runcommands" ? { type: action, responseid } : { type, nodeid };
      const empty = { data: "", success: false, result: "Told to the operator." };
      socket.receives({ action: "msg", ...answer, ...empty, error, reason: "A reason." });
    });
    const refused = (error: unknown) => (error as { code: string }).code === code;
    await assert.rejects(client.clipboard("x"), refused);
    await assert.rejects(client.setClipboard("x", "text"), refused);
    await assert.rejects(client.openUrlOnDevice("x", "https://example.com/"), refused);
    const [outcome] = await client.runCommand(["x"], { command: "help" });
    assert.equal(outcome?.error?.code, code);
  }
});

Deno.test("a lost connection ends the collecting of console texts with an error", async () => {
  const { client, socket } = await connect(({ responseid, nodeid }, socket) => {
    socket.receives({ action: "msg", result: "OK", responseid });
    socket.receives({ action: "msg", type: "console", nodeid, value: "one" });
  });
  const texts = client.consoleCommand("x", "help", { quiet: 10_000 });
  await new Promise((resolve) => setTimeout(resolve));
  socket.serverCloses(1006);
  await assert.rejects(texts, { code: "connection-closed" });
});

Deno.test("collecting console texts can be given up", async () => {
  const { client } = await connect(({ responseid }, socket) =>
    socket.receives({ action: "msg", result: "OK", responseid })
  );
  const controller = new AbortController();
  const texts = client.consoleCommand("x", "help", { signal: controller.signal, timeout: 5000 });
  await new Promise((resolve) => setTimeout(resolve));
  controller.abort(new Error("enough"));
  await assert.rejects(texts, /enough/);
  assert.deepEqual(await client.consoleCommand("x", "help", { timeout: 20 }), []);
});

Deno.test("a command is not sent for a device without an agent, which would end the server", async () => {
  const { client, socket } = await connect(({ action, responseid, tag }, socket) => {
    const nodes = { "mesh//m": [{ _id: "node//amt", name: "AMT", mtype: 1 }] };
    if (action === "meshes") socket.receives({ action, meshes: [], tag });
    if (action === "nodes") socket.receives({ action, nodes, responseid });
  });
  const [outcome] = await client.runCommand(["amt"], { command: "id" });
  assert.equal(outcome?.error?.code, "rejected");
  assert.ok(!socket.sent.some(({ action }) => action === "runcommands"));
});

Deno.test("a refusal that follows an OK is one, and not of another request", async () => {
  const { client } = await connect(({ responseid, nodeid }, socket) => {
    socket.receives({ action: "msg", result: "OK", responseid });
    if (nodeid === "node//y") {
      socket.receives({ action: "msg", result: "Unable to route", responseid });
    }
  });
  const [one, two] = await Promise.allSettled([
    client.messageDevice("x", { message: "m" }),
    client.messageDevice("y", { message: "m" }),
  ]);
  assert.equal(one.status, "fulfilled");
  assert.equal(two.status === "rejected" && two.reason.code, "denied");
  await assert.rejects(client.clipboard("y"), { code: "denied" });
});
