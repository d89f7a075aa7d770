import assert from "node:assert/strict";
import { decodeMessage, encodeMessage, type Message, type Sender } from "../../../protocol/mod.ts";
import { expectBytes, orProtocolError } from "../expect.ts";
import { bytesOf } from "../frame.ts";
import { recorded } from "../seeds.ts";
import { type FuzzTarget, single } from "../target.ts";

/** The codec of the agent channel. */
export const protocolMessages: readonly FuzzTarget[] = [
  decoder("server"),
  decoder("agent"),
];

function decoder(from: Sender): FuzzTarget {
  return {
    name: `protocol decodeMessage ${from}`,
    covers: ["decodeMessage"],
    seeds: single(recorded(`agent_channel/${from}`)),
    most: 1,
    run([frame = ""]) {
      const message = orProtocolError(() => decodeMessage(frame, from));
      if (message === undefined) return;
      expectMessage(message);
      // What was read can be written, and read again.
      const again = encodeMessage(message);
      if (message.command === "json") return;
      if (again.length > bytesOf(frame).length) assert.fail("longer than it was");
      decodeMessage(again, from);
    },
  };
}

const BYTES = ["serverHash", "nonce", "certificate", "signature", "meshId", "serverId", "hash"];

function expectMessage(message: Message): void {
  const fields = message as unknown as Readonly<Record<string, unknown>>;
  if (message.command === "json") {
    const { value } = message;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      assert.fail("no object");
    }
    return;
  }
  for (const [name, value] of Object.entries(fields)) {
    if (BYTES.includes(name) || name === "code" || name === "data") expectBytes(value);
    else if (name === "text" || name === "name") assert.ok(typeof value === "string");
    else assert.ok(typeof value === "number");
  }
}
