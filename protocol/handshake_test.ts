import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeMessage, encodeMessage, ProtocolError } from "./mod.ts";
import { arbitraryDamage, arbitraryMessage } from "./testdata/arbitrary_message.ts";
import {
  agent,
  agentSide,
  changeProof,
  info,
  record,
  run,
  server,
  serverSide,
} from "./testdata/handshake_sides.ts";
import { P256_CERTIFICATE } from "./testdata/p256_certificate.ts";

Deno.test("both sides come to an end, and the server knows who the agent is", async () => {
  const [ours, theirs] = [agentSide(), serverSide()];
  assert.deepEqual([ours.state, theirs.state], ["idle", "waiting"]);
  assert.deepEqual(await run(ours, theirs), [
    "agent 1",
    "server 1",
    "server 2",
    "agent 2",
    "agent 3",
    "server 4",
  ]);
  assert.deepEqual([ours.state, theirs.state, theirs.held], ["confirmed", "confirmed", undefined]);
  assert.equal(theirs.agent?.nodeId, agent.nodeId);
  assert.deepEqual(theirs.agent?.certificate, agent.certificate);
  assert.deepEqual(theirs.agent?.info, { command: 3, infoVersion: 1, ...info });
});

Deno.test("a server that checks no hash checks no signature either, but wants a certificate", async () => {
  const checksNone = { ignoreAgentHashCheck: true, acceptServerHash: () => false };
  const careless = serverSide(checksNone);
  const middle = changeProof("agent", () => ({ signature: new Uint8Array(3) }));
  await run(agentSide(), careless, middle);
  assert.equal(careless.state, "confirmed");
  const held = serverSide(checksNone);
  await run(agentSide(), held, changeProof("agent", () => ({ certificate: new Uint8Array(3) })));
  assert.equal(held.held, "bad-certificate");
});

Deno.test("an agent whose key is no RSA key has no usable certificate", async () => {
  const theirs = serverSide();
  await run(agentSide(), theirs, changeProof("agent", () => ({ certificate: P256_CERTIFICATE })));
  assert.equal(theirs.held, "bad-certificate");
});

Deno.test("the proof of another handshake is worth nothing in this one, from either side", async () => {
  const earlier = await record(agentSide(), serverSide());
  for (const from of ["agent", "server"] as const) {
    const proof = earlier[from].map((frame) => decodeMessage(frame, from)).find(({ command }) =>
      command === 2
    );
    assert.ok(proof);
    const [ours, theirs] = [agentSide(), serverSide()];
    const running = run(ours, theirs, changeProof(from, () => proof));
    if (from === "server") await assert.rejects(running, { code: "bad-signature" });
    else await running;
    assert.equal(ours.state, from === "server" ? "failed" : "enrolling");
    assert.equal(theirs.held, from === "server" ? undefined : "bad-signature");
    assert.equal(theirs.agent, undefined);
  }
});

Deno.test("handshakes of the same options know nothing of each other", async () => {
  const servers = [serverSide(), serverSide(), serverSide()] as const;
  const agents = [
    agentSide(),
    agentSide({ info: { ...info, meshId: new Uint8Array(48) } }),
    agentSide({ identity: server }),
  ] as const;
  // Message by message, in turns.
  let pending = agents.map((ours) => ours.start());
  while (pending.some((frames) => frames.length > 0)) {
    const next: Uint8Array[][] = agents.map(() => []);
    for (const [index, frames] of pending.entries()) {
      const [ours, theirs] = [agents[index], servers[index]];
      for (const frame of frames) {
        for (const answer of await theirs?.receive(frame) ?? []) {
          next[index]?.push(...await ours?.receive(answer) ?? []);
        }
      }
    }
    pending = next;
  }
  assert.deepEqual(agents.map(({ state }) => state), ["confirmed", "enrolling", "confirmed"]);
  assert.deepEqual(servers.map(({ held }) => held), [undefined, "unknown-mesh", undefined]);
  assert.deepEqual(servers.map((theirs) => theirs.agent?.nodeId), [
    agent.nodeId,
    undefined,
    server.nodeId,
  ]);
});

for (const side of ["agent", "server"] as const) {
  Deno.test(`no frames without a proof bring the ${side}'s handshake to its end`, async () => {
    const from = side === "agent" ? "server" : "agent";
    const frames = arbitraryMessage(from).map(encodeMessage);
    // All of a handshake that went well, but with nonces of its own: it leads deep into this one.
    const genuine = fc.constantFrom(...(await record(agentSide(), serverSide()))[from]);
    const confirm = fc.constant(encodeMessage({ command: 4 }));
    const anything = fc.array(
      fc.oneof(frames, arbitraryDamage(frames), fc.uint8Array(), genuine, genuine, confirm),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (sequence, start) => {
        const ours = agentSide();
        if (start) ours.start();
        const handshake = side === "agent" ? ours : serverSide();
        for (const frame of sequence) {
          try {
            for (const answer of await handshake.receive(frame)) {
              const { command } = decodeMessage(answer, side);
              assert.ok(command !== 3 && command !== 4, `answered ${command}`);
            }
          } catch (error) {
            assert.ok(error instanceof ProtocolError, String(error));
          }
        }
        assert.notEqual(handshake.state, "confirmed");
      }),
      { numRuns: 200 },
    );
  });
}
