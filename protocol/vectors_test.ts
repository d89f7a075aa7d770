import assert from "node:assert/strict";
import {
  Command,
  decodeMessage,
  deriveNodeId,
  deriveServerHash,
  deriveServerId,
  encodeMessage,
  formatHexId,
  type Message,
  type Sender,
  spkiFromCertificate,
} from "./mod.ts";
import { signedBytes, verify } from "./signature.ts";
import nativeAgent from "./testdata/native-agent-handshake.json" with { type: "json" };
import realServer from "./testdata/real-server-handshake.json" with { type: "json" };

for (const [what, vector] of Object.entries({ nativeAgent, realServer })) {
  const messages = vector.frames.map(({ from, hex }) => decodeMessage(frame(hex), from as Sender));
  /** Both sides' messages of one kind. */
  const ofBoth = <C extends typeof Command.AuthRequest | typeof Command.AuthVerify>(command: C) => {
    const from = (sender: Sender) =>
      messages.find((message, index): message is Extract<Message, { command: C }> =>
        message.command === command && vector.frames[index]?.from === sender
      );
    const [agent, server] = [from("agent"), from("server")];
    assert.ok(agent && server);
    return { agent, server };
  };

  Deno.test(`${what}: every frame that was recorded is decoded, and encoded to the same bytes`, () => {
    for (const [index, message] of messages.entries()) {
      const recorded = vector.frames[index]?.hex ?? "";
      // A text of the native agent may have a NUL at its end, which is no part of it.
      const nul = "text" in message && recorded.endsWith("00") ? "00" : "";
      assert.equal(encodeMessage(message).toHex() + nul, recorded);
    }
  });

  Deno.test(`${what}: the recorded signatures verify in each side's order, and not in the other's`, async () => {
    const request = ofBoth(Command.AuthRequest);
    const proof = ofBoth(Command.AuthVerify);
    const { agent: { serverHash, nonce: agentNonce }, server: { nonce: serverNonce } } = request;
    const agentOrder = signedBytes(serverHash, serverNonce, agentNonce);
    const serverOrder = signedBytes(serverHash, agentNonce, serverNonce);
    const check = (from: Sender, bytes: Uint8Array) =>
      verify(proof[from].certificate, proof[from].signature, bytes);
    assert.equal(await check("agent", agentOrder), true);
    assert.equal(await check("agent", serverOrder), false);
    assert.equal(await check("server", serverOrder), true);
    assert.equal(await check("server", agentOrder), false);
  });

  Deno.test(`${what}: ids derive to what was recorded`, async () => {
    const spki = frame(vector.agentSpki);
    assert.deepEqual(spkiFromCertificate(frame(vector.agentCertificate)), spki);
    assert.equal(await deriveNodeId(spki), vector.nodeId);
    assert.equal(await deriveNodeId(spki, { form: "spki" }), vector.nodeIdSpkiForm);
    const { certificate } = ofBoth(Command.AuthVerify).server;
    assert.equal(formatHexId(await deriveServerId(certificate)), vector.serverId);
    const { serverHash } = ofBoth(Command.AuthRequest).agent;
    assert.equal(vector.serverHashForm, "whole certificate");
    assert.deepEqual(await deriveServerHash(frame(vector.tlsCertificate)), serverHash);
  });

  Deno.test(`${what}: AUTH_INFO says which device group the agent joins`, () => {
    const info = messages.find(({ command }) => command === Command.AuthInfo);
    assert.ok(info?.command === Command.AuthInfo);
    assert.equal(formatHexId(info.meshId), vector.meshId);
  });
}

function frame(hex: string): Uint8Array {
  return Uint8Array.fromHex(hex);
}
