import assert from "node:assert/strict";
import { Command, decodeMessage, encodeMessage } from "./mod.ts";
import { agentSide, info, record, serverSide } from "./testdata/handshake_sides.ts";

const nonce = new Uint8Array(48).fill(1);
/** What a server answers to an agent of this nonce. */
const { server: [request, proof, confirm] } = await record(agentSide({ nonce }), serverSide());
assert.ok(request && proof && confirm);
const json = encodeMessage({ command: "json", value: {} });
const coreOk = encodeMessage({ command: Command.CoreOk });
const names = new Map([
  [request, "AUTH_REQUEST"],
  [proof, "AUTH_VERIFY"],
  [confirm, "AUTH_CONFIRM"],
  [json, "command json"],
  [coreOk, "command 16"],
]);

Deno.test("the states say how far it is, and what is answered in each", async () => {
  const ours = agentSide({ nonce });
  assert.equal(ours.state, "idle");
  assert.deepEqual(commands(ours.start()), [Command.AuthRequest]);
  assert.equal(ours.state, "requested");
  assert.deepEqual(commands(await ours.receive(request)), [Command.AuthVerify]);
  assert.equal(ours.state, "signed");
  const enrol = await ours.receive(proof);
  assert.equal(ours.state, "enrolling");
  assert.deepEqual(enrol.map((frame) => decodeMessage(frame, "agent")), [
    { command: Command.AuthInfo, infoVersion: 1, ...info },
  ]);
  assert.deepEqual(await ours.receive(confirm), []);
  assert.equal(ours.state, "confirmed");
});

Deno.test("what comes at the wrong time is refused, and changes nothing", async () => {
  const ours = agentSide({ nonce });
  const secondStart = { code: "unexpected-message", message: /^a second start has no place/ };
  const refuses = async (...frames: Uint8Array[]) => {
    const { state } = ours;
    for (const frame of frames) {
      const message = `${names.get(frame)} has no place in state ${state}`;
      await assert.rejects(ours.receive(frame), { code: "unexpected-message", message });
    }
    assert.equal(ours.state, state);
  };
  await refuses(request, proof, confirm, json, coreOk);
  ours.start();
  assert.throws(() => ours.start(), secondStart);
  await refuses(proof, confirm, json, coreOk);
  await ours.receive(request);
  await refuses(request, confirm, json, coreOk);
  await ours.receive(proof);
  await refuses(request, proof, json, coreOk);
  await ours.receive(confirm);
  await refuses(request, proof, confirm, json, coreOk);
  assert.throws(() => ours.start(), secondStart);
});

Deno.test("frames that are no messages are told as what they are, and change nothing", async () => {
  const ours = agentSide({ nonce });
  ours.start();
  for (const frame of [request, proof, confirm]) {
    for (
      const [hex, code] of [["00", "truncated"], ["0003", "unknown-command"], ["7b", "bad-json"]]
    ) {
      await assert.rejects(ours.receive(Uint8Array.fromHex(hex ?? "")), { code });
    }
    await ours.receive(frame);
  }
  assert.equal(ours.state, "confirmed");
});

Deno.test("a server that failed once gets no second chance, and is told nothing more", async () => {
  const ours = agentSide({ nonce });
  ours.start();
  await ours.receive(request);
  const forged = proof.with(proof.length - 1, (proof.at(-1) ?? 0) ^ 1);
  await assert.rejects(ours.receive(forged), { code: "bad-signature" });
  for (const frame of [proof, request, confirm]) {
    await assert.rejects(ours.receive(frame), { code: "unexpected-message" });
    assert.equal(ours.state, "failed");
  }
});

Deno.test("a frame's memory may be used for the next one", async () => {
  const ours = agentSide({ nonce });
  ours.start();
  const buffer = request.slice();
  await ours.receive(buffer);
  buffer.fill(0xff);
  await ours.receive(proof);
  assert.equal(ours.state, "enrolling");
});

function commands(frames: readonly Uint8Array[]): (number | string)[] {
  return frames.map((frame) => decodeMessage(frame, "agent").command);
}
