import assert from "node:assert/strict";
import fc from "fast-check";
import {
  Command,
  decodeMessage,
  encodeJson,
  encodeMessage,
  type Message,
  ProtocolError,
  type Sender,
} from "./mod.ts";
import { arbitraryDamage, arbitraryMessage } from "./testdata/arbitrary_message.ts";

const SENDERS = ["agent", "server"] as const;

for (const from of SENDERS) {
  Deno.test(`every message of the ${from} is decoded to what was encoded`, () => {
    fc.assert(
      fc.property(arbitraryMessage(from), (message) => {
        assert.deepEqual(decodeMessage(encodeMessage(message), from), message);
      }),
      { numRuns: 1_000 },
    );
  });

  Deno.test(`any bytes from the ${from} are a message or a ProtocolError`, () => {
    const frames = arbitraryMessage(from).map(encodeMessage);
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 700 }), arbitraryDamage(frames));
    fc.assert(fc.property(bytes, (frame) => void decodesOrSaysWhy(frame, from)), {
      numRuns: 5_000,
    });
  });

  Deno.test(`any text from the ${from} is a message or a ProtocolError`, () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.json().map((j) => `{${j}`));
    fc.assert(fc.property(text, (frame) => void decodesOrSaysWhy(frame, from)), { numRuns: 1_000 });
  });

  Deno.test(`what was decoded from the ${from} is encoded to the same bytes`, () => {
    const frames = arbitraryDamage(arbitraryMessage(from).map(encodeMessage));
    fc.assert(
      fc.property(frames, (frame) => {
        const message = decodesOrSaysWhy(frame, from);
        // JSON has white space, and text of an agent NULs, that its value does not keep.
        if (message === undefined || message.command === "json" || "text" in message) return;
        assert.deepEqual(encodeMessage(message), frame);
      }),
      { numRuns: 2_000 },
    );
  });
}

Deno.test("every command is said by the sides that say it, and is unknown from the other", () => {
  const [agent, server] = SENDERS.map((from) => {
    const said = fc.sample(arbitraryMessage(from), { numRuns: 1_000, seed: 1 });
    return new Set(said.map(({ command }) => command));
  });
  for (const [name, command] of Object.entries(Command)) {
    const hashes = new Uint8Array([0, command, ...new Uint8Array(96)]);
    for (const [from, said] of [["agent", agent], ["server", server]] as const) {
      const message = `no ${from} sends a command ${command}`;
      if (said?.has(command)) assert.doesNotThrow(() => decodesOrSaysWhy(hashes, from), name);
      else assert.throws(() => decodeMessage(hashes, from), { code: "unknown-command", message });
    }
    assert.ok(agent?.has(command) || server?.has(command), `${name} is not tested here`);
  }
});

Deno.test("an AUTH_INFO may end before the name's length: 70 bytes", () => {
  const frame = new Uint8Array(70);
  frame[1] = Command.AuthInfo;
  const message = decodeMessage(frame, "agent");
  assert.deepEqual(message, {
    command: 3,
    infoVersion: 0,
    agentId: 0,
    agentVersion: 0,
    platformType: 0,
    meshId: new Uint8Array(48),
    capabilities: 0,
  });
  assert.deepEqual(encodeMessage(message), frame);
});

Deno.test("JSON is the same message in a text and in a binary frame", () => {
  const value = { action: "agentName", value: 'Büro 🖥 {"}' };
  for (const frame of [encodeJson(value), encodeMessage({ command: "json", value })]) {
    assert.deepEqual(decodeMessage(frame, "agent"), { command: "json", value });
  }
});

Deno.test("the bytes of each command stand where MeshCentral reads them", () => {
  const fill = (octet: number) => new Uint8Array(48).fill(octet);
  const hex = (message: Message) => encodeMessage(message).toHex();
  assert.equal(
    hex({ command: Command.AuthRequest, serverHash: fill(0xaa), nonce: fill(0xbb) }),
    "0001" + "aa".repeat(48) + "bb".repeat(48),
  );
  assert.equal(
    hex({
      command: Command.AuthVerify,
      certificate: new Uint8Array(258).fill(0xcc),
      signature: new Uint8Array([1, 2]),
    }),
    "0002" + "0102" + "cc".repeat(258) + "0102",
  );
  assert.equal(
    hex({
      command: Command.AuthInfo,
      infoVersion: 1,
      agentId: 17,
      agentVersion: 0x01020304,
      platformType: 2,
      meshId: fill(0xdd),
      capabilities: 0xfffffffe,
      name: "é",
    }),
    "0003" + "00000001" + "00000011" + "01020304" + "00000002" + "dd".repeat(48) + "fffffffe" +
      "0002" + "c3a9",
  );
  assert.equal(hex({ command: Command.ServerId, serverId: fill(1) }), "0005" + "01".repeat(48));
  assert.equal(hex({ command: Command.CoreModule }), "000a0000");
  assert.equal(
    hex({ command: Command.CoreModule, hash: fill(2), code: new Uint8Array([7]) }),
    "000a0000" + "02".repeat(48) + "07",
  );
  assert.equal(hex({ command: Command.AgentHash, hash: fill(3) }), "000c0000" + "03".repeat(48));
  assert.equal(hex({ command: Command.AgentUpdate }), "000d0000");
  assert.equal(
    hex({ command: Command.AgentUpdateBlock, status: 1, data: new Uint8Array([9]) }),
    "000e000109",
  );
  assert.equal(hex({ command: Command.AgentTag, text: "a" }), "000f61");
  assert.equal(hex({ command: Command.CoreOk }), "00100000");
  assert.equal(hex({ command: Command.AgentCommitDate, text: "b" }), "001e62");
  assert.equal(hex({ command: Command.AgentOs, text: "c" }), "001f63");
});

Deno.test("a text loses the NULs at its end, as the native agent's have them, and no others", () => {
  const frame = new Uint8Array([0, 30, 0x61, 0, 0x62, 0, 0]);
  assert.deepEqual(decodeMessage(frame, "agent"), { command: 30, text: "a\0b" });
  for (const nothing of [[], [0], [0, 0]]) {
    const frame = new Uint8Array([0, 30, ...nothing]);
    assert.deepEqual(decodeMessage(frame, "agent"), { command: 30, text: "" });
  }
});

Deno.test("byte fields are views into the frame", () => {
  const frame = encodeMessage({
    command: Command.AuthVerify,
    certificate: new Uint8Array([1]),
    signature: new Uint8Array([2]),
  });
  const message = decodeMessage(frame, "agent");
  assert.ok(message.command === Command.AuthVerify);
  frame.fill(9, 4);
  assert.deepEqual([...message.certificate, ...message.signature], [9, 9]);
});

Deno.test("a byte order mark at the start of a text is part of it", () => {
  for (const text of ["\uFEFF", "\uFEFFtab"]) {
    const message = { command: Command.AgentTag, text };
    assert.deepEqual(decodeMessage(encodeMessage(message), "agent"), message);
  }
});

function decodesOrSaysWhy(frame: Uint8Array | string, from: Sender): Message | undefined {
  try {
    return decodeMessage(frame, from);
  } catch (error) {
    assert.ok(error instanceof ProtocolError, String(error));
    return undefined;
  }
}
