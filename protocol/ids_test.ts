import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { createHash, X509Certificate } from "node:crypto";
import {
  createAgentIdentity,
  deriveNodeId,
  deriveServerHash,
  deriveServerId,
  formatHexId,
  formatId,
  parseId,
  pkcs1FromSpki,
  ProtocolError,
  spkiFromCertificate,
} from "./mod.ts";
import { P256_CERTIFICATE } from "./testdata/p256_certificate.ts";

const id48 = fc.uint8Array({ minLength: 48, maxLength: 48 });
const sha384 = (bytes: Uint8Array) => new Uint8Array(createHash("sha384").update(bytes).digest());

Deno.test("an id is the same in every form that it is found in", () => {
  fc.assert(fc.property(id48, (id) => {
    const [text, hex] = [formatId(id), formatHexId(id)];
    assert.match(text, /^[A-Za-z0-9@$]{64}$/);
    const forms = [
      text,
      hex,
      hex.toUpperCase(),
      `0x${hex}`,
      `0X${hex.toUpperCase()}`,
      `mesh//${text}`,
      `mesh/customer/${text}`,
      `node//${text}`,
      ` ${text}\r\n`,
      Buffer.from(id).toString("base64"),
    ];
    for (const form of forms) assert.deepEqual(parseId(form), id, form);
  }));
});

Deno.test("an id of 32 bytes, as old servers made them, is filled up with zeros", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (id) => {
    const expected = new Uint8Array(48);
    expected.set(id);
    assert.deepEqual(parseId(`0x${formatHexId(id)}`), expected);
    assert.deepEqual(parseId(formatHexId(id)), expected);
    assert.deepEqual(parseId(`mesh//${formatHexId(id)}`), expected);
  }));
});

Deno.test("64 characters that may be hex or base64 are hex in lower case only", () => {
  const upper = "ABCDEF0123456789".repeat(4);
  assert.deepEqual(parseId(upper), new Uint8Array(Buffer.from(upper, "base64")));
  assert.equal(formatHexId(parseId(upper.toLowerCase())), upper.toLowerCase() + "0".repeat(32));
  assert.equal(formatHexId(parseId(`0x${upper}`)), upper.toLowerCase() + "0".repeat(32));
});

Deno.test("what is no certificate or SPKI has no id", async () => {
  for (const bytes of [new Uint8Array(), new Uint8Array([0x30, 0]), P256_CERTIFICATE.subarray(1)]) {
    for (const derive of [deriveNodeId, deriveServerId]) {
      await assert.rejects(derive(bytes), { code: "bad-der" });
    }
    await assert.rejects(deriveServerHash(bytes, "key"), { code: "bad-der" });
  }
});

Deno.test("any other text is no id, and stays out of the error", () => {
  const wrong = [
    "",
    "secret",
    "mesh//x",
    "0x",
    "z".repeat(96),
    "_".repeat(64),
    "a".repeat(65),
    "0x" + "a".repeat(95),
    "0x" + "a".repeat(97),
    "0x" + "a".repeat(63),
    "0x" + "a".repeat(65),
    "a".repeat(63),
    "a".repeat(95),
    "a".repeat(97),
    "x" + "a".repeat(96),
    "0x0x" + "a".repeat(96),
    "-".repeat(64), // as base64url has it
    "é" + "a".repeat(63),
    "A".repeat(62) + "==",
    "user//" + "A".repeat(64),
    "mesh/" + "A".repeat(64),
    "mesh//mesh//" + "A".repeat(64),
    "x mesh//" + "A".repeat(64),
    "A".repeat(32) + "mesh//" + "A".repeat(32),
    "A".repeat(32) + " " + "A".repeat(31),
    "A".repeat(64) + "\n" + "A".repeat(64),
  ];
  for (const text of wrong) {
    assert.throws(() => parseId(text), (error) => {
      assert.ok(error instanceof ProtocolError && error.code === "bad-id");
      assert.match(error.message, new RegExp(`^not an id but ${text.length} characters: `));
      return text.length < 3 || !error.message.includes(text);
    });
  }
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
    try {
      assert.equal(parseId(text).length, 48);
    } catch (error) {
      assert.ok(error instanceof ProtocolError && error.code === "bad-id");
    }
  }));
});

Deno.test("ids of an RSA key are hashes of its PKCS#1 form, as node:crypto writes it", async () => {
  const { certificate, nodeId } = await createAgentIdentity();
  const { publicKey } = new X509Certificate(certificate);
  const pkcs1 = new Uint8Array(publicKey.export({ type: "pkcs1", format: "der" }));
  const spki = spkiFromCertificate(certificate);
  assert.deepEqual(pkcs1FromSpki(spki), pkcs1);
  assert.equal(nodeId, formatId(sha384(pkcs1)));
  assert.equal(await deriveNodeId(spki, { form: "pkcs1" }), nodeId);
  assert.equal(await deriveNodeId(spki, { form: "spki" }), formatId(sha384(spki)));
  assert.deepEqual(await deriveServerId(certificate), sha384(pkcs1));
  assert.deepEqual(await deriveServerHash(certificate), sha384(certificate));
  assert.deepEqual(await deriveServerHash(certificate, "key"), sha384(pkcs1));
});

Deno.test("the server hash of a P-256 certificate's key is the one of its whole SPKI", async () => {
  const certificate = P256_CERTIFICATE;
  const { publicKey } = new X509Certificate(certificate);
  const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  assert.equal(publicKey.asymmetricKeyType, "ec");
  assert.equal(pkcs1FromSpki(spki), undefined);
  assert.deepEqual(await deriveServerHash(certificate, "key"), sha384(spki));
  assert.deepEqual(await deriveServerHash(certificate), sha384(certificate));
});
