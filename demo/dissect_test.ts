import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import {
  Command,
  decodeDesktop,
  decodeMessage,
  type DesktopInput,
  type DesktopOutput,
  encodeDesktop,
  encodeMessage,
  type Message,
} from "../protocol/mod.ts";
import { dissect } from "./dissect.ts";
import { framesAsJson, framesAsText } from "./export_frames.ts";
import { nameFrame } from "./frame_record.ts";

const hash = new Uint8Array(48).fill(7);

Deno.test("fields cover a message without a gap, with the values of the codec", () => {
  const messages: Message[] = [
    { command: Command.AuthRequest, serverHash: hash, nonce: hash },
    { command: Command.AuthVerify, certificate: hash, signature: new Uint8Array(384) },
    {
      command: Command.AuthInfo,
      infoVersion: 1,
      agentId: 17,
      agentVersion: 3,
      platformType: 1,
      meshId: hash,
      capabilities: 5,
      name: "tab",
    },
  ];
  for (const message of messages) {
    const data = encodeMessage(message);
    const fields = dissect({ channel: "agent.ashx", from: "agent", data });
    assertNoGap(fields, data.length);
    const decoded = decodeMessage(data, "agent") as unknown as Record<string, unknown>;
    for (const { name, value } of fields.slice(1)) {
      const expected = decoded[name];
      if (!(expected instanceof Uint8Array)) assert.equal(value, String(expected), name);
      else assert.ok(value.startsWith(Buffer.from(expected).toString("hex").slice(0, 96)), name);
    }
  }
});

Deno.test("fields of desktop commands are named and valued as decodeDesktop has them", () => {
  const inputs: DesktopInput[] = [
    { type: "key", action: 1, key: 65 },
    { type: "unicodeKey", action: 0, unit: 0x20ac },
    { type: "mouse", flags: 2, x: 300, y: 200 },
    { type: "compression", format: 1, quality: 60, scaling: 1024, frameTimer: 100 },
    { type: "refresh" },
    { type: "pause", paused: true },
    { type: "setDisplay", id: 1 },
    { type: "frameTimer", milliseconds: 50 },
    { type: "inputLock", value: 2 },
  ];
  const outputs: DesktopOutput[] = [
    { type: "tile", x: 64, y: 128, image: new Uint8Array(50) },
    { type: "tile", x: 64, y: 128, image: new Uint8Array(70_000) },
    { type: "screenSize", width: 640, height: 400 },
    { type: "keyState", bits: 3 },
    { type: "inputLock", value: 0 },
    { type: "cursor", shape: 5 },
  ];
  const check = (message: object, data: Uint8Array<ArrayBuffer>, from: "agent" | "server") => {
    const fields = dissect({ channel: "meshrelay.ashx", from, data });
    assertNoGap(fields, data.length);
    const [decoded] = from === "agent"
      ? decodeDesktop(data, "agent")
      : decodeDesktop(data, "operator");
    assert.deepEqual(decoded, message);
    for (const [name, value] of Object.entries(message)) {
      if (name === "type" || value instanceof Uint8Array) continue;
      assert.equal(fields.find((field) => field.name === name)?.value, String(Number(value)), name);
    }
  };
  for (const message of inputs) check(message, encodeDesktop(message), "server");
  for (const message of outputs) check(message, encodeDesktop(message), "agent");
});

Deno.test("what the codec refuses is shown as such, and nothing throws", () => {
  for (const bytes of [[], [0], [0, 3, 1], [0, 99], [0, 3, 0, 1]]) {
    const data = new Uint8Array(bytes);
    for (const channel of ["agent.ashx", "meshrelay.ashx"] as const) {
      dissect({ channel, from: "agent", data });
      nameFrame({ channel, from: "agent", data });
    }
  }
});

Deno.test("exports have every byte", () => {
  const data = encodeMessage({ command: Command.AuthConfirm });
  const records = [
    { number: 1, time: 5, from: "server", to: "agent", channel: "agent.ashx", data },
    { number: 2, time: 6, from: "agent", to: "server", channel: "meshrelay.ashx", data: "{}" },
  ] as const;
  const { frames } = JSON.parse(framesAsJson(records));
  assert.equal(frames[0].hex, "0004");
  assert.equal(frames[0].title, "AUTH_CONFIRM (4)");
  assert.equal(frames[1].opcode, "text");
  const text = framesAsText(records);
  assert.match(text, /^0\.005000 server > agent: agent\.ashx AUTH_CONFIRM \(4\), length 2\n/);
  assert.match(text, /\t0x0000: {2}00 04 .* {2}\.\.$/m);
});

function assertNoGap(
  fields: readonly { readonly offset: number; readonly length: number }[],
  size: number,
): void {
  let at = 0;
  for (const { offset, length } of fields) {
    assert.equal(offset, at);
    at += length;
  }
  assert.equal(at, size);
}
