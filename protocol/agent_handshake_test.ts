import assert from "node:assert/strict";
import fc from "fast-check";
import {
  AgentHandshake,
  type AgentHandshakeOptions,
  Command,
  decodeMessage,
  derBitString,
  derInt,
  derNull,
  derOid,
  derSeq,
  pkcs1FromSpki,
  ProtocolError,
  type ProtocolErrorCode,
  spkiFromCertificate,
} from "./mod.ts";
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
import { P256_CERTIFICATE } from "./testdata/p256_certificate.ts";

const ANY_SERVER = { serverId: undefined, trustAnyServer: true };

Deno.test("every handshake has a nonce of its own, unless it was given one", () => {
  const nonceOf = (options: Partial<AgentHandshakeOptions>) => {
    const message = decodeMessage(agentSide(options).start()[0] ?? new Uint8Array(), "agent");
    assert.ok(message.command === Command.AuthRequest);
    assert.deepEqual(message.serverHash, serverHash);
    return message.nonce.toHex();
  };
  assert.notEqual(nonceOf({}), nonceOf({}));
  assert.notEqual(nonceOf({}), "00".repeat(48));
  assert.equal(nonceOf({ nonce: new Uint8Array(48).fill(5) }), "05".repeat(48));
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

Deno.test("a pinned ServerID counts, even where any server would do", async () => {
  const ours = agentSide({ trustAnyServer: true });
  await assert.rejects(run(ours, serverSide(agent)), { code: "server-id-mismatch" });
  assert.equal(ours.state, "failed");
});

Deno.test("an unchecked hash is 48 zeros, which a server takes that checks none", async () => {
  const ours = agentSide({ serverHash: "unchecked" });
  const { agent: [request] } = await record(ours, serverSide({ ignoreAgentHashCheck: true }));
  assert.equal(request?.toHex().slice(0, 100), "0001" + "00".repeat(48));
  assert.equal(ours.state, "confirmed");
});

Deno.test("a server that does not prove itself never learns the mesh id", async () => {
  const flip = (bytes: Uint8Array, index: number) => bytes.with(index, (bytes[index] ?? 0) ^ 1);
  const cases: readonly (readonly [string, ProtocolErrorCode, Middle])[] = [
    [
      "its signature is changed at the start",
      "bad-signature",
      changeProof("server", ({ signature }) => ({ signature: flip(signature, 0) })),
    ],
    [
      "its signature is changed at the end",
      "bad-signature",
      changeProof("server", ({ signature }) => ({ signature: flip(signature, 383) })),
    ],
    [
      "its signature is missing",
      "bad-signature",
      changeProof("server", () => ({ signature: new Uint8Array() })),
    ],
    [
      "its nonce is changed",
      "bad-signature",
      (message, from) =>
        from === "server" && message.command === 1
          ? { ...message, nonce: flip(message.nonce, 47) }
          : message,
    ],
    [
      "our nonce is changed on its way to it",
      "bad-signature",
      (message, from) =>
        from === "agent" && message.command === 1
          ? { ...message, nonce: flip(message.nonce, 47) }
          : message,
    ],
    [
      "its certificate is a stranger's",
      "server-id-mismatch",
      changeProof("server", () => agent),
    ],
    [
      "its certificate is cut",
      "bad-der",
      changeProof("server", ({ certificate }) => ({ certificate: certificate.slice(1) })),
    ],
    [
      "its certificate is missing",
      "bad-der",
      changeProof("server", () => ({ certificate: new Uint8Array() })),
    ],
  ];
  for (const [what, code, tamper] of cases) {
    const ours = agentSide();
    const sent: (number | string)[] = [];
    const running = run(ours, serverSide(), (message, from) => {
      if (from === "agent") sent.push(message.command);
      return tamper(message, from);
    });
    await assert.rejects(running, { code }, what);
    assert.equal(ours.state, "failed", what);
    assert.equal(sent.includes(Command.AuthInfo), false, what);
  }
});

Deno.test("our own proof, sent back to us, proves nothing", async () => {
  for (
    const [trust, code] of [[{}, "server-id-mismatch"], [ANY_SERVER, "bad-signature"]] as const
  ) {
    const ours = agentSide(trust);
    const [request] = await serverSide().receive(ours.start()[0] ?? new Uint8Array());
    const [proof] = await ours.receive(request ?? new Uint8Array());
    await assert.rejects(ours.receive(proof ?? new Uint8Array()), { code });
  }
});

Deno.test("a server behind another TLS certificate than the agent sees cannot prove itself", async () => {
  // Somebody in between ends TLS, and puts the hash that the server expects for the agent's.
  const seen = new Uint8Array(48).fill(9);
  const ours = agentSide({ serverHash: seen });
  const between: Middle = (message, from) =>
    message.command === 1
      ? { ...message, serverHash: from === "agent" ? serverHash : seen }
      : message;
  await assert.rejects(run(ours, serverSide(), between), { code: "bad-signature" });
  assert.equal(ours.state, "failed");
});

Deno.test("what the server says of the hash does not matter: our own is signed", async () => {
  const [ours, theirs] = [agentSide(), serverSide()];
  await run(
    ours,
    theirs,
    (message, from) =>
      from === "server" && message.command === 1
        ? { ...message, serverHash: new Uint8Array(48) }
        : message,
  );
  assert.deepEqual([ours.state, theirs.state], ["confirmed", "confirmed"]);
});

Deno.test("a changed bit in nonce, signature or key of the server is found, whoever is trusted", async () => {
  const nonce = new Uint8Array(48).fill(1);
  const { server: [request, proof] } = await record(agentSide({ nonce }), serverSide());
  assert.ok(request && proof);
  const key = pkcs1FromSpki(spkiFromCertificate(server.certificate));
  assert.ok(key);
  const keyAt = proof.toHex().indexOf(key.toHex()) / 2;
  const within = (start: number, length: number) => fc.nat(length - 1).map((at) => start + at);
  const change = fc.oneof(
    within(50, 48).map((at) => ({ frame: 0, at })),
    within(proof.length - 384, 384).map((at) => ({ frame: 1, at })),
    within(keyAt, key.length).map((at) => ({ frame: 1, at })),
  );
  await fc.assert(
    fc.asyncProperty(change, fc.nat(7), fc.boolean(), async ({ frame, at }, bit, pinned) => {
      const ours = agentSide({ nonce, ...pinned ? {} : ANY_SERVER });
      ours.start();
      const frames = [request, proof].map((bytes, index) =>
        index === frame ? bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit)) : bytes
      );
      await ours.receive(frames[0] ?? request);
      await assert.rejects(ours.receive(frames[1] ?? proof), (error) => {
        assert.ok(error instanceof ProtocolError, String(error));
        return /^bad-(signature|certificate|der)$|^server-id-mismatch$/.test(error.code);
      });
      assert.equal(ours.state, "failed");
    }),
    { numRuns: 150 },
  );
});

Deno.test("a server whose key is no RSA key is refused, whether it is none at all or a broken one", async () => {
  // The second looks like one: what notices depends on the runtime, what is told does not.
  const modulus = derInt(new Uint8Array(384).fill(2));
  for (const certificate of [P256_CERTIFICATE, around(rsaKey(modulus, derInt(65_537)))]) {
    const ours = agentSide(ANY_SERVER);
    const theirs = run(ours, serverSide(), changeProof("server", () => ({ certificate })));
    await assert.rejects(theirs, { code: "bad-certificate" });
    assert.equal(ours.state, "failed");
  }
});

/** As little of a certificate as its reader looks at. */
function around(spki: Uint8Array): Uint8Array {
  const [version1, signature, issuer, validity, subject] = [derInt(1), ...Array(4).fill(derSeq())];
  return derSeq(derSeq(version1, signature, issuer, validity, subject, spki));
}

function rsaKey(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const algorithm = derSeq(derOid("1.2.840.113549.1.1.1"), derNull());
  return derSeq(algorithm, derBitString(derSeq(modulus, exponent)));
}
