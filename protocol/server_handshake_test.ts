import assert from "node:assert/strict";
import { createVerify, X509Certificate } from "node:crypto";
import { Command, decodeMessage, encodeMessage, type HoldReason } from "./mod.ts";
import {
  agent,
  agentSide,
  changeProof,
  info,
  type Middle,
  record,
  run,
  server,
  serverHash,
  serverSide,
} from "./testdata/handshake_sides.ts";

const nonce = new Uint8Array(48).fill(3);
/** What an agent sends to a server of this nonce. */
const { agent: [request, proof, enrol] } = await record(agentSide(), serverSide({ nonce }));
assert.ok(request && proof && enrol);
const wrongMesh = enrolWith(new Uint8Array(48));
const trusts = encodeMessage({ command: Command.AuthConfirm });
const everything: readonly Uint8Array[] = [trusts, request, proof, enrol];

Deno.test("the server proves itself at once, over hash, the agent's nonce and its own", async () => {
  const answer = await serverSide({ nonce }).receive(request);
  const [echo, theirs] = answer.map((frame) => decodeMessage(frame, "server"));
  assert.ok(echo?.command === 1 && theirs?.command === 2 && answer.length === 2);
  assert.deepEqual([echo.serverHash, echo.nonce], [serverHash, nonce]);
  assert.deepEqual(theirs.certificate, server.certificate);
  // By node:crypto instead of the library.
  const { publicKey } = new X509Certificate(server.certificate);
  const verifier = createVerify("sha384").update(request.subarray(2)).update(nonce);
  assert.ok(verifier.verify(publicKey, theirs.signature));
});

Deno.test("each of its nonces is new", async () => {
  const nonces = new Set<string>(["00".repeat(48)]);
  for (const theirs of [serverSide(), serverSide()]) {
    const [echo] = await theirs.receive(request);
    nonces.add(echo?.toHex().slice(-96) ?? "");
  }
  assert.equal(nonces.size, 3);
});

Deno.test("a refused agent is held in silence, and the reason is known", async () => {
  const nothing: Middle = (message) => message;
  const cases: readonly (readonly [HoldReason, string, object, Middle])[] = [
    ["bad-server-hash", "requested", { serverHash: new Uint8Array(48) }, nothing],
    ["unknown-mesh", "enrolling", { info: { ...info, meshId: new Uint8Array(48) } }, nothing],
    [
      "bad-signature",
      "enrolling",
      {},
      changeProof("agent", ({ signature }) => ({ signature: signature.with(9, 0).with(8, 1) })),
    ],
    [
      "bad-signature",
      "enrolling",
      {},
      changeProof("agent", () => ({ certificate: server.certificate })),
    ],
    [
      "bad-certificate",
      "enrolling",
      {},
      changeProof("agent", () => ({ certificate: new Uint8Array([1]) })),
    ],
  ];
  for (const [reason, state, options, middle] of cases) {
    const [ours, theirs] = [agentSide(options), serverSide({ nonce })];
    await run(ours, theirs, middle);
    assert.deepEqual([theirs.held, theirs.state, theirs.agent], [reason, "held", undefined]);
    assert.equal(ours.state, state);
    // What would have been right comes too late.
    for (const frame of everything) {
      assert.deepEqual(await theirs.receive(frame), []);
    }
    assert.deepEqual([theirs.held, theirs.agent], [reason, undefined]);
  }
});

Deno.test("whether a device group exists is looked up for agents with a proof only, and once", async () => {
  const asked: string[] = [];
  const acceptMesh = (id: Uint8Array) => asked.push(id.toHex()) > 0;
  const forged = proof.with(proof.length - 1, (proof.at(-1) ?? 0) ^ 1);
  for (const frames of [[request, forged, enrol], [request, enrol], [enrol, proof]]) {
    const theirs = serverSide({ nonce, acceptMesh });
    for (const frame of frames) await theirs.receive(frame);
    assert.equal(theirs.agent, undefined);
  }
  assert.deepEqual(asked, []);
  const theirs = serverSide({ nonce, acceptMesh });
  for (const frame of [request, proof, enrol, enrol]) await theirs.receive(frame);
  assert.deepEqual(asked, ["08".repeat(48)]);
});

Deno.test("the server takes the agent's messages in any order", async () => {
  for (
    const order of [
      [request, proof, enrol],
      [request, enrol, proof],
      [proof, request, enrol],
      [proof, enrol, request],
      [enrol, request, proof],
      [enrol, proof, request],
    ]
  ) {
    const theirs = serverSide({ nonce });
    const answers: Uint8Array[] = [];
    for (const frame of order) {
      assert.equal(theirs.state, "waiting");
      answers.push(...await theirs.receive(frame));
    }
    assert.equal(theirs.state, "confirmed");
    assert.equal(theirs.agent?.nodeId, agent.nodeId);
    const commands = answers.map((frame) => decodeMessage(frame, "server").command);
    assert.deepEqual(commands, [1, 2, 4]); // the confirmation is always the last
  }
});

Deno.test("each command counts once: the first of its kind, right or wrong", async () => {
  const otherRequest = request.with(60, (request[60] ?? 0) ^ 1);
  const otherProof = proof.with(9, (proof[9] ?? 0) ^ 1);
  const cases: readonly (readonly [HoldReason | undefined, readonly Uint8Array[]])[] = [
    [undefined, [request, otherRequest, proof, otherProof, enrol, wrongMesh]],
    ["unknown-mesh", [wrongMesh, enrol, request, proof]],
    ["bad-certificate", [otherProof, proof, request, enrol]],
    ["bad-signature", [otherRequest, request, proof, enrol]],
  ];
  for (const [held, frames] of cases) {
    const theirs = serverSide({ nonce });
    for (const frame of frames) await theirs.receive(frame);
    assert.deepEqual([theirs.held, theirs.agent === undefined], [held, held !== undefined]);
  }
  const theirs = serverSide();
  assert.equal((await theirs.receive(request)).length, 2);
  assert.deepEqual(await theirs.receive(request), []);
});

Deno.test("an agent that trusts the server already is sent no proof, and gets in all the same", async () => {
  const theirs = serverSide({ nonce });
  assert.deepEqual(await theirs.receive(trusts), []);
  const answers: Uint8Array[] = [];
  for (const frame of [request, proof, enrol]) answers.push(...await theirs.receive(frame));
  assert.deepEqual(answers.map((frame) => decodeMessage(frame, "server").command), [1, 4]);
  assert.equal(theirs.state, "confirmed");
});

Deno.test("what an agent says beside the handshake changes nothing, and is not answered", async () => {
  const theirs = serverSide({ nonce });
  const aside = [
    encodeMessage({ command: "json", value: { action: "agentName", value: "a" } }),
    encodeMessage({ command: Command.AgentCommitDate, text: "2022" }),
    encodeMessage({ command: Command.AgentOs, text: "Linux" }),
    encodeMessage({ command: Command.ServerId, serverId: new Uint8Array(48) }),
    encodeMessage({ command: Command.CoreHash }),
  ];
  for (const step of [request, proof, enrol]) {
    for (const frame of aside) assert.deepEqual(await theirs.receive(frame), []);
    await theirs.receive(step);
  }
  assert.equal(theirs.state, "confirmed");
});

function enrolWith(meshId: Uint8Array): Uint8Array {
  return encodeMessage({ command: Command.AuthInfo, infoVersion: 1, ...info, meshId });
}
