import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createAgentIdentity,
  deriveNodeId,
  derOctetString,
  derSeq,
  pkcs1FromSpki,
  ProtocolError,
  spkiFromCertificate,
} from "./mod.ts";
import { readDer, readDerSequence } from "./der_reader.ts";
import { arbitraryDamage } from "./testdata/arbitrary_message.ts";

const { certificate } = await createAgentIdentity();

Deno.test("any bytes are DER or a ProtocolError, for every reader", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    arbitraryDamage(fc.constant(certificate)),
    arbitraryDamage(fc.constant(spkiFromCertificate(certificate))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => {
      for (const reader of [spkiFromCertificate, pkcs1FromSpki, readDerSequence, deriveNodeId]) {
        try {
          await reader(input);
        } catch (error) {
          assert.ok(error instanceof ProtocolError && error.code === "bad-der", String(error));
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("what was written is read: tag, content and the whole", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 70_000 }), (content) => {
    const der = derOctetString(content);
    assert.deepEqual(readDer(der, 0), { tag: 0x04, whole: der, content });
  }));
});

Deno.test("what is BER but not DER is refused", () => {
  const cases = {
    "a length in more octets than it needs": "0481 01 00",
    "a length with a leading zero": "048200 80" + "00".repeat(128),
    "an indefinite length": "3080 0000",
    "a tag of several octets": "1f8101 00",
    "a length beyond the end": "0402 00",
    "a length beyond what bytes can have": "0485 0100000000 00",
    "no length": "04",
  };
  for (const [what, hex] of Object.entries(cases)) {
    const bytes = Uint8Array.fromHex(hex.replaceAll(" ", ""));
    assert.throws(() => readDer(bytes, 0), { code: "bad-der" }, what);
  }
});

Deno.test("a certificate with something after it is none", () => {
  assert.throws(() => spkiFromCertificate(new Uint8Array([...certificate, 0])), {
    code: "bad-der",
  });
  assert.throws(() => spkiFromCertificate(derSeq()), { code: "bad-der" });
});

Deno.test("reading a long input takes no more steps than it has elements", () => {
  const many = new Uint8Array(200_000); // 100,000 empty elements of tag 0
  assert.equal(readDerSequence(many).length, 100_000);
});
