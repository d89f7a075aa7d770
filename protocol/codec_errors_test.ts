import assert from "node:assert/strict";
import {
  Command,
  decodeMessage,
  encodeMessage,
  type Message,
  ProtocolError,
  type ProtocolErrorCode,
  type Sender,
} from "./mod.ts";

Deno.test("what is wrong with a frame is told by code and offset", () => {
  const cases: readonly (readonly [string, Sender, ProtocolErrorCode, number?])[] = [
    ["", "agent", "truncated", 0],
    ["00", "agent", "truncated", 0],
    ["0001" + "00".repeat(95), "agent", "truncated", 50],
    ["0001" + "00".repeat(97), "agent", "trailing-bytes", 98],
    ["00020003" + "0102", "agent", "truncated", 4],
    ["000400", "server", "trailing-bytes", 2],
    ["0003", "server", "unknown-command"],
    ["000a0000", "agent", "unknown-command"],
    ["0063", "agent", "unknown-command"],
    ["000b0001", "server", "bad-field"],
    ["000b0000" + "00".repeat(47), "server", "truncated", 4],
    ["001fff", "agent", "bad-text"],
    ["7b", "agent", "bad-json"],
    ["7bff7d", "agent", "bad-text"],
  ];
  for (const [hex, from, code, offset] of cases) {
    assert.throws(() => decodeMessage(Uint8Array.fromHex(hex), from), { code, offset }, hex);
  }
  for (const text of ["", "[]", "null", "1", '"a"', "{", "{}x"]) {
    assert.throws(() => decodeMessage(text, "agent"), { code: "bad-json" }, text);
  }
});

Deno.test("what is wrong with a frame is told with the name of the field", () => {
  for (
    const [hex, message] of [
      ["00", "command needs 2 bytes, 1 are left"],
      ["000100", "serverHash needs 48 bytes, 1 are left"],
      ["00020003aa", "certificate needs 3 bytes, 1 are left"],
      ["000b0001", "reserved: not 0"],
      ["000400aa", "2 bytes too many"],
      ["7bff7d", "JSON is not UTF-8"],
      ["001eff", "text is not UTF-8"],
    ]
  ) assert.throws(() => decodeMessage(Uint8Array.fromHex(hex ?? ""), "agent"), { message });
});

Deno.test("what does not fit a message is refused, with the name of the field", () => {
  const hash = new Uint8Array(48);
  const info = {
    command: Command.AuthInfo,
    infoVersion: 1,
    agentId: 1,
    agentVersion: 1,
    platformType: 1,
    meshId: hash,
    capabilities: 0,
  } as const;
  const cases: readonly (readonly [Message, RegExp])[] = [
    [{ command: Command.AuthRequest, serverHash: hash.slice(1), nonce: hash }, /serverHash: 47/],
    [{ command: Command.AuthRequest, serverHash: hash, nonce: new Uint8Array(49) }, /nonce: 49/],
    [{ ...info, agentId: -1 }, /^agentId: -1 is no unsigned 32-bit number$/],
    [{ ...info, agentId: 2 ** 32 }, /agentId: 4294967296/],
    [{ ...info, capabilities: 1.5 }, /capabilities: 1.5/],
    [{ ...info, capabilities: NaN }, /capabilities: NaN/],
    [{ ...info, name: "x".repeat(65_536) }, /name: 65536/],
    [
      { command: Command.AgentUpdateBlock, status: 65_536, data: hash },
      /^status: 65536 is no unsigned 16-bit number$/,
    ],
    [
      { command: Command.AuthVerify, certificate: new Uint8Array(65_536), signature: hash },
      /certificate: 65536/,
    ],
  ];
  for (const [message, problem] of cases) {
    assert.throws(
      () => encodeMessage(message),
      (error) =>
        error instanceof ProtocolError && error.code === "bad-field" &&
        problem.test(error.message),
    );
  }
});
