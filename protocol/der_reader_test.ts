import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createAgentIdentity,
  derBitString,
  derContext,
  derInt,
  deriveNodeId,
  derNull,
  derOctetString,
  derOid,
  derSeq,
  derTlv,
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

Deno.test("a length is read in the shortest form that it has, from one octet to four", () => {
  for (const length of [0, 1, 126, 127, 128, 129, 255, 256, 65_535, 65_536, 2 ** 24]) {
    const der = derOctetString(new Uint8Array(length));
    assert.equal(readDer(der, 0).content.length, length);
    assert.equal(readDer(der, 0).whole.length, der.length);
  }
});

Deno.test("an element is read where it stands, and what follows is left alone", () => {
  const bytes = Uint8Array.fromHex("ff" + "0e0107" + "aa");
  assert.deepEqual(readDer(bytes, 1), {
    tag: 0x0e,
    whole: Uint8Array.fromHex("0e0107"),
    content: new Uint8Array([7]),
  });
  for (const tag of [0x00, 0x1e, 0x20, 0x3e, 0x9e, 0xbe]) {
    assert.equal(readDer(new Uint8Array([tag, 0]), 0).tag, tag);
  }
});

Deno.test("what is BER but not DER is refused, with what is wrong and where", () => {
  const cases: readonly (readonly [what: string, hex: string, wrong: string, offset: number])[] = [
    ["nothing at all", "", "end", 0],
    ["a length in more octets than it needs", "0481 01 00", "length", 1],
    ["the longest of them", "0481 7f" + "00".repeat(127), "length", 1],
    ["a length with a leading zero", "048200 80" + "00".repeat(128), "length", 1],
    ["the longest of those", "048200 ff" + "00".repeat(255), "length", 1],
    ["an indefinite length", "3080 0000", "length", 1],
    ["a tag of several octets", "1f 01 00", "tag", 0],
    ["one that is constructed, in a context", "bf 01 00", "tag", 0],
    ["a length beyond the end", "0402 00", "length", 0],
    ["a length beyond what bytes can have", "0485 0100000000 00", "length", 1],
    ["no length", "04", "end", 1],
    ["half a length", "048201", "end", 3],
  ];
  for (const [what, hex, wrong, offset] of cases) {
    const bytes = Uint8Array.fromHex(hex.replaceAll(" ", ""));
    const message = `not DER: wrong ${wrong} at byte ${offset}`;
    assert.throws(() => readDer(bytes, 0), { code: "bad-der", message, offset }, what);
  }
});

Deno.test("a certificate with something after it is none", () => {
  assert.throws(() => spkiFromCertificate(new Uint8Array([...certificate, 0])), {
    code: "bad-der",
    offset: certificate.length,
  });
});

Deno.test("a certificate or key without one of its parts is none, and what is missing is told", () => {
  const [int, seq, bits] = [derInt(1), derSeq(), derBitString(new Uint8Array(1))];
  const rsa = derSeq(derOid("1.2.840.113549.1.1.1"), derNull());
  const certificateOf = (...fields: Uint8Array[]) => derSeq(derSeq(...fields));
  const cases: readonly (readonly [string, () => unknown])[] = [
    ["no certificate ", () => spkiFromCertificate(int)],
    ["no certificate body ", () => spkiFromCertificate(derSeq())],
    ["no certificate body ", () => spkiFromCertificate(derSeq(int))],
    ["no serial number ", () => spkiFromCertificate(certificateOf())],
    ["no serial number ", () => spkiFromCertificate(certificateOf(derContext(0, int), seq))],
    ["no public key ", () => spkiFromCertificate(certificateOf(int, seq, seq, seq, seq))],
    ["no public key ", () => spkiFromCertificate(certificateOf(int, seq, seq, seq, seq, int))],
    ["no SPKI ", () => pkcs1FromSpki(int)],
    ["no key algorithm ", () => pkcs1FromSpki(derSeq())],
    ["no key algorithm ", () => pkcs1FromSpki(derSeq(int, bits))],
    ["no public key ", () => pkcs1FromSpki(derSeq(rsa))],
    ["no public key ", () => pkcs1FromSpki(derSeq(rsa, int))],
    ["not whole bytes", () => pkcs1FromSpki(derSeq(rsa, derTlv(3)))],
    ["not whole bytes", () => pkcs1FromSpki(derSeq(rsa, derTlv(3, new Uint8Array([1, 0]))))],
  ];
  for (const [message, reader] of cases) {
    assert.throws(reader, (error) => {
      assert.ok(error instanceof ProtocolError && error.code === "bad-der", String(error));
      return error.message.includes(message);
    }, message);
  }
  // The key of another algorithm is what it is: nobody looks into it.
  for (const algorithm of [seq, derSeq(derOid("1.2.840.113549.1.1.2")), derSeq(derNull())]) {
    assert.equal(pkcs1FromSpki(derSeq(algorithm, derTlv(3))), undefined);
  }
  assert.deepEqual(pkcs1FromSpki(derSeq(rsa, bits)), new Uint8Array(1));
});

Deno.test("the key of a certificate is its sixth field, or its seventh after a version", () => {
  const fields = [derInt(1), ...[2, 3, 4, 5, 6, 7].map((n) => derSeq(derInt(n)))];
  assert.deepEqual(spkiFromCertificate(derSeq(derSeq(...fields))), fields[5]);
  const versioned = derSeq(derSeq(derContext(0, derInt(2)), ...fields));
  assert.deepEqual(spkiFromCertificate(versioned), fields[5]);
});

Deno.test("reading a long input takes no more steps than it has elements", () => {
  const many = new Uint8Array(200_000); // 100,000 empty elements of tag 0
  assert.equal(readDerSequence(many).length, 100_000);
});
