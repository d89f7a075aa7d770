import assert from "node:assert/strict";
import fc from "fast-check";
import {
  AgentHandshake,
  type AgentHandshakeOptions,
  Command,
  createAgentIdentity,
  decodeMessage,
  deriveServerId,
  encodeMessage,
  type Message,
  ProtocolError,
  type ProtocolErrorCode,
  ServerHandshake,
  type ServerHandshakeOptions,
} from "./mod.ts";
import { arbitraryDamage, arbitraryMessage } from "./testdata/arbitrary_message.ts";

const [server, agent, stranger] = await Promise.all([
  createAgentIdentity({ commonName: "server" }),
  createAgentIdentity(),
  createAgentIdentity({ commonName: "stranger" }),
]);
const serverId = await deriveServerId(server.certificate);
const serverHash = new Uint8Array(48).fill(7);
const meshId = new Uint8Array(48).fill(8);
const info = {
  agentId: 17,
  agentVersion: 1,
  platformType: 1,
  meshId,
  capabilities: 6,
  name: "tab",
};

function agentSide(options: Partial<AgentHandshakeOptions> = {}): AgentHandshake {
  return new AgentHandshake({ identity: agent, serverHash, serverId, info, ...options });
}

function serverSide(options: Partial<ServerHandshakeOptions> = {}): ServerHandshake {
  return new ServerHandshake({
    ...server,
    acceptServerHash: (hash) => hash.every((octet) => octet === 7),
    acceptMesh: (id) => id.every((octet) => octet === 8),
    ...options,
  });
}

/** Carries frames to and fro until nobody has any; tells the commands in their order. */
async function run(
  agent: AgentHandshake,
  server: ServerHandshake,
  tamper: (message: Message, from: "agent" | "server") => Message = (message) => message,
): Promise<string[]> {
  const log: string[] = [];
  let toServer = agent.start();
  while (toServer.length > 0) {
    const toAgent = await deliver(toServer, "agent", (frame) => server.receive(frame));
    toServer = await deliver(toAgent, "server", (frame) => agent.receive(frame));
  }
  return log;

  async function deliver(
    frames: readonly Uint8Array[],
    from: "agent" | "server",
    receive: (frame: Uint8Array) => Promise<Uint8Array[]>,
  ): Promise<Uint8Array[]> {
    const answers: Uint8Array[] = [];
    for (const frame of frames) {
      const message = tamper(decodeMessage(frame, from), from);
      log.push(`${from} ${message.command}`);
      answers.push(...await receive(encodeMessage(message)));
    }
    return answers;
  }
}

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

Deno.test("the states say how far it is", async () => {
  const [ours, theirs] = [agentSide(), serverSide()];
  const [request] = ours.start();
  assert.equal(ours.state, "requested");
  const [nonce, proof] = await theirs.receive(request ?? new Uint8Array());
  await ours.receive(nonce ?? new Uint8Array());
  assert.equal(ours.state, "signed");
  await ours.receive(proof ?? new Uint8Array());
  assert.equal(ours.state, "enrolling");
});

Deno.test("every handshake has nonces of its own", () => {
  const nonces = [agentSide(), agentSide()].map((side) => {
    const message = decodeMessage(side.start()[0] ?? new Uint8Array(), "agent");
    assert.ok(message.command === Command.AuthRequest);
    return message.nonce.toHex();
  });
  assert.notEqual(nonces[0], nonces[1]);
  assert.notEqual(nonces[0], "00".repeat(48));
});

Deno.test("without a pinned ServerID it must be said that any server will do", async () => {
  const wrong = { identity: agent, serverHash, info };
  assert.throws(() => new AgentHandshake(wrong), { code: "bad-field" });
  assert.throws(() => new AgentHandshake({ ...wrong, trustAnyServer: false }), {
    code: "bad-field",
  });
  const ours = new AgentHandshake({ ...wrong, trustAnyServer: true });
  await run(ours, serverSide());
  assert.equal(ours.state, "confirmed");
});

Deno.test("an unchecked hash is 48 zeros, which a server takes that checks none", async () => {
  const checksNone = serverSide({ ignoreAgentHashCheck: true });
  const ours = agentSide({ serverHash: "unchecked" });
  let sent: Message | undefined;
  await run(ours, checksNone, (message) => {
    sent ??= message;
    return message;
  });
  assert.ok(sent?.command === Command.AuthRequest);
  assert.deepEqual(sent.serverHash, new Uint8Array(48));
  assert.equal(ours.state, "confirmed");
});

Deno.test("a server that does not prove itself never learns the mesh id", async () => {
  const flip = (bytes: Uint8Array, index: number) => bytes.with(index, (bytes[index] ?? 0) ^ 1);
  const cases: readonly (readonly [string, ProtocolErrorCode, (message: Message) => Message])[] = [
    [
      "its signature is changed at the start",
      "bad-signature",
      (message) =>
        message.command === 2 ? { ...message, signature: flip(message.signature, 0) } : message,
    ],
    [
      "its signature is changed at the end",
      "bad-signature",
      (message) =>
        message.command === 2 ? { ...message, signature: flip(message.signature, 383) } : message,
    ],
    [
      "its signature is missing",
      "bad-signature",
      (message) => message.command === 2 ? { ...message, signature: new Uint8Array() } : message,
    ],
    [
      "its nonce is changed",
      "bad-signature",
      (message) => message.command === 1 ? { ...message, nonce: flip(message.nonce, 47) } : message,
    ],
    [
      "its certificate is a stranger's",
      "server-id-mismatch",
      (message) =>
        message.command === 2 ? { ...message, certificate: stranger.certificate } : message,
    ],
    [
      "its certificate is cut",
      "bad-der",
      (message) =>
        message.command === 2 ? { ...message, certificate: message.certificate.slice(1) } : message,
    ],
    [
      "its certificate is missing",
      "bad-der",
      (message) => message.command === 2 ? { ...message, certificate: new Uint8Array() } : message,
    ],
  ];
  for (const [what, code, tamper] of cases) {
    const [ours, theirs] = [agentSide(), serverSide()];
    const sent: (number | string)[] = [];
    const running = run(ours, theirs, (message, from) => {
      if (from === "agent") sent.push(message.command);
      return from === "server" ? tamper(message) : message;
    });
    await assert.rejects(running, { code }, what);
    assert.equal(ours.state, "failed", what);
    assert.equal(sent.includes(Command.AuthInfo), false, what);
  }
});

Deno.test("another server with a good signature is not the pinned one", async () => {
  const ours = agentSide();
  await assert.rejects(run(ours, serverSide(stranger)), { code: "server-id-mismatch" });
  assert.equal(ours.state, "failed");
});

Deno.test("the server's proof of another handshake is worth nothing in this one", async () => {
  let proof: Message | undefined;
  await run(agentSide(), serverSide(), (message, from) => {
    if (from === "server" && message.command === 2) proof = message;
    return message;
  });
  const replayed = run(
    agentSide(),
    serverSide(),
    (message, from) => from === "server" && message.command === 2 ? proof ?? message : message,
  );
  await assert.rejects(replayed, { code: "bad-signature" });
});

Deno.test("a server that failed once gets no second chance", async () => {
  const [ours, theirs] = [agentSide(), serverSide()];
  const [nonce, proof] = await theirs.receive(ours.start()[0] ?? new Uint8Array());
  assert.ok(nonce && proof);
  await ours.receive(nonce);
  await assert.rejects(ours.receive(proof.with(proof.length - 1, 0).with(proof.length - 2, 0)), {
    code: "bad-signature",
  });
  await assert.rejects(ours.receive(proof), { code: "unexpected-message" });
  assert.equal(ours.state, "failed");
});

Deno.test("what comes at the wrong time is refused, and changes nothing", async () => {
  const confirm = encodeMessage({ command: Command.AuthConfirm });
  const ours = agentSide();
  await assert.rejects(ours.receive(confirm), { code: "unexpected-message" });
  const [request] = ours.start();
  assert.throws(() => ours.start(), { code: "unexpected-message" });
  await assert.rejects(ours.receive(confirm), { code: "unexpected-message" });
  const [nonce, proof] = await serverSide().receive(request ?? new Uint8Array());
  assert.ok(nonce && proof);
  await assert.rejects(ours.receive(proof), { code: "unexpected-message" });
  await ours.receive(nonce);
  await assert.rejects(ours.receive(nonce), { code: "unexpected-message" });
  await assert.rejects(ours.receive(confirm), { code: "unexpected-message" });
  await ours.receive(proof);
  await ours.receive(confirm);
  assert.equal(ours.state, "confirmed");
  const late = encodeMessage({ command: "json", value: {} });
  await assert.rejects(ours.receive(late), { code: "unexpected-message" });
});

Deno.test("a refused agent is held in silence, and the reason is known", async () => {
  const cases: readonly (readonly [
    string,
    string,
    Partial<AgentHandshakeOptions>,
    (message: Message) => Message,
  ])[] = [
    ["bad-server-hash", "requested", { serverHash: new Uint8Array(48) }, (message) => message],
    ["unknown-mesh", "enrolling", { info: { ...info, meshId: new Uint8Array(48) } }, (m) => m],
    [
      "bad-signature",
      "enrolling",
      {},
      (message) => message.command === 2 ? { ...message, signature: new Uint8Array(384) } : message,
    ],
    [
      "bad-signature",
      "enrolling",
      {},
      (message) =>
        message.command === 2 ? { ...message, certificate: stranger.certificate } : message,
    ],
    [
      "bad-certificate",
      "enrolling",
      {},
      (message) =>
        message.command === 2 ? { ...message, certificate: new Uint8Array([1]) } : message,
    ],
  ];
  for (const [reason, state, options, tamper] of cases) {
    const [ours, theirs] = [agentSide(options), serverSide()];
    await run(ours, theirs, (message, from) => from === "agent" ? tamper(message) : message);
    assert.deepEqual([theirs.held, theirs.state, theirs.agent], [reason, "held", undefined]);
    assert.equal(ours.state, state);
    assert.deepEqual(await theirs.receive(encodeMessage({ command: Command.AuthConfirm })), []);
  }
});

Deno.test("a server that checks no hash checks no signature either, but wants a certificate", async () => {
  const tampered = (field: "certificate" | "signature") => (message: Message, from: string) =>
    from === "agent" && message.command === 2
      ? { ...message, [field]: new Uint8Array(3) }
      : message;
  const careless = serverSide({ ignoreAgentHashCheck: true });
  await run(agentSide(), careless, tampered("signature"));
  assert.equal(careless.state, "confirmed");
  const held = serverSide({ ignoreAgentHashCheck: true });
  await run(agentSide(), held, tampered("certificate"));
  assert.equal(held.held, "bad-certificate");
});

Deno.test("an agent that trusts the server already is sent no proof", async () => {
  const theirs = serverSide();
  await theirs.receive(encodeMessage({ command: Command.AuthConfirm }));
  const answer = await theirs.receive(agentSide().start()[0] ?? new Uint8Array());
  assert.deepEqual(answer.map((frame) => decodeMessage(frame, "server").command), [1]);
});

Deno.test("the server takes the agent's messages in any order, and each once", async () => {
  const [ours, theirs] = [agentSide(), serverSide()];
  const frames: Uint8Array[] = [];
  const other = serverSide({ nonce: new Uint8Array(48).fill(3) });
  await run(ours, other, (message, from) => {
    if (from === "agent") frames.push(encodeMessage(message));
    return message;
  });
  const [request, proof, enrol] = frames;
  assert.ok(request && proof && enrol);
  for (const order of [[proof, enrol, request], [enrol, proof, request], [enrol, request, proof]]) {
    const again = serverSide({ nonce: new Uint8Array(48).fill(3) });
    for (const frame of order) await again.receive(frame);
    assert.equal(again.state, "confirmed");
    assert.deepEqual(await again.receive(request), []);
  }
  assert.equal((await theirs.receive(request)).length, 2);
  assert.deepEqual(await theirs.receive(request), []);
});

for (const side of ["agent", "server"] as const) {
  Deno.test(`no frames without a proof bring the ${side}'s handshake to its end`, async () => {
    const from = side === "agent" ? "server" : "agent";
    const frames = arbitraryMessage(from).map(encodeMessage);
    const anything = fc.array(fc.oneof(frames, arbitraryDamage(frames), fc.uint8Array()), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(anything, async (sequence) => {
        const ours = agentSide();
        ours.start();
        const handshake = side === "agent" ? ours : serverSide({ acceptServerHash: () => true });
        for (const frame of sequence) {
          try {
            for (const answer of await handshake.receive(frame)) {
              const { command } = decodeMessage(answer, side);
              assert.ok(command !== Command.AuthInfo && command !== Command.AuthConfirm);
            }
          } catch (error) {
            assert.ok(error instanceof ProtocolError, String(error));
          }
        }
        assert.notEqual(handshake.state, "confirmed");
      }),
      { numRuns: 150 },
    );
  });
}
