import * as asn1js from "asn1js";
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  derBitString,
  derBool,
  derContext,
  derGenTime,
  derInt,
  derNull,
  derOctetString,
  derOid,
  derSeq,
  derSet,
  derTlv,
  derUtcTime,
  derUtf8,
} from "./mod.ts";
import { readDer, readDerSequence } from "./der_reader.ts";

/** asn1js is the oracle: it reads what was written, and writes the same bytes. */
function read<T extends asn1js.AsnType>(der: Uint8Array, type: new () => T): T {
  const { result, offset } = asn1js.fromBER(der);
  assert.equal(offset, der.length);
  assert.ok(result instanceof type, `${result.constructor.name}: ${der.toHex()}`);
  assert.equal(new Uint8Array(result.toBER(false)).toHex(), der.toHex());
  return result;
}

Deno.test("an INTEGER of any size is the number that was given", () => {
  fc.assert(fc.property(fc.maxSafeNat(), (value) => {
    assert.equal(read(derInt(value), asn1js.Integer).toBigInt(), BigInt(value));
  }));
  for (const value of [0, 1, 127, 128, 255, 256, 32_767, 32_768, Number.MAX_SAFE_INTEGER]) {
    assert.equal(read(derInt(value), asn1js.Integer).toBigInt(), BigInt(value));
  }
});

Deno.test("an INTEGER takes as few octets as it may, and one more where it would be negative", () => {
  // asn1js reads longer ones, too, and writes them as it found them.
  for (
    const [value, hex] of [
      [0, "020100"],
      [1, "020101"],
      [127, "02017f"],
      [128, "02020080"],
      [129, "02020081"],
      [255, "020200ff"],
      [256, "02020100"],
      [32_767, "02027fff"],
      [32_768, "0203008000"],
      [2 ** 32, "02050100000000"],
    ] as const
  ) {
    assert.equal(derInt(value).toHex(), hex);
    const octets = new Uint8Array([0, ...derInt(value).subarray(2)]);
    assert.equal(derInt(octets).toHex(), hex); // leading zeros of bytes are dropped
  }
  assert.equal(derInt(new Uint8Array()).toHex(), "020100");
});

Deno.test("an INTEGER of bytes is never negative, and has no zero too many", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (octets) => {
    const value = BigInt(`0x${octets.toHex()}`);
    assert.equal(read(derInt(octets), asn1js.Integer).toBigInt(), value);
  }));
  assert.equal(derInt(new Uint8Array([0, 0, 0x80])).toHex(), "02020080");
});

Deno.test("what is no natural number is refused", () => {
  for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    assert.throws(() => derInt(value), { code: "bad-field" }, String(value));
  }
});

Deno.test("a length takes as few octets as it may", () => {
  for (
    const [length, header] of [
      [0, "0400"],
      [127, "047f"],
      [128, "048180"],
      [255, "0481ff"],
      [256, "04820100"],
      [65_535, "0482ffff"],
      [65_536, "0483010000"],
    ] as const
  ) {
    const content = new Uint8Array(length).fill(7);
    const der = derOctetString(content);
    assert.equal(der.subarray(0, der.length - length).toHex(), header);
    const octets = read(der, asn1js.OctetString).valueBlock.valueHexView;
    assert.deepEqual(new Uint8Array(octets), content);
  }
});

Deno.test("an OBJECT IDENTIFIER has the arcs that were given", () => {
  const arc = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  const oid = fc.tuple(
    fc.oneof(
      fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 39 })),
      fc.constant([2, 47]),
    ),
    fc.array(arc, { minLength: 1, maxLength: 8 }),
  ).map(([head, tail]) => [...head, ...tail].join("."));
  fc.assert(fc.property(oid, (text) => {
    assert.equal(read(derOid(text), asn1js.ObjectIdentifier).getValue(), text);
  }));
  // The first two arcs share a number, which may need two octets: the example of X.690 8.19.5.
  assert.equal(derOid("2.999.3").toHex(), "0603883703");
});

Deno.test("text, bits, truth and nothing are read as what they are", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assert.equal(read(derUtf8(text), asn1js.Utf8String).getValue(), text);
  }));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    const bits = read(derBitString(bytes), asn1js.BitString).valueBlock;
    assert.equal(bits.unusedBits, 0);
    assert.deepEqual(new Uint8Array(bits.valueHexView), bytes);
  }));
  assert.equal(read(derBool(true), asn1js.Boolean).getValue(), true);
  assert.equal(read(derBool(false), asn1js.Boolean).getValue(), false);
  assert.equal(derBool(true).toHex(), "0101ff"); // DER knows one truth only
  read(derNull(), asn1js.Null);
});

Deno.test("a time is the second that it was", () => {
  const time = fc.date({
    min: new Date("1950-01-01"),
    max: new Date("2049-12-31"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(time, (date) => {
    const second = Math.floor(date.getTime() / 1_000) * 1_000;
    assert.equal(read(derUtcTime(date), asn1js.UTCTime).toDate().getTime(), second);
    assert.equal(read(derGenTime(date), asn1js.GeneralizedTime).toDate().getTime(), second);
  }));
  // To the letter: asn1js reads a UTCTime with a century, too.
  const text = (der: Uint8Array) => new TextDecoder().decode(der.subarray(2));
  assert.equal(text(derUtcTime(new Date("2026-01-02T03:04:05.678Z"))), "260102030405Z");
  assert.equal(text(derUtcTime(new Date("1950-01-01T00:00:00Z"))), "500101000000Z");
  assert.equal(text(derGenTime(new Date("2126-11-24T01:02:03.999Z"))), "21261124010203Z");
});

Deno.test("SEQUENCE, SET and context tags hold their elements in order", () => {
  const elements = [derInt(1), derUtf8("two"), derNull()];
  assert.equal(read(derSeq(...elements), asn1js.Sequence).valueBlock.value.length, 3);
  assert.equal(read(derSet(derInt(1)), asn1js.Set).valueBlock.value.length, 1);
  for (const number of [0, 1, 3, 30]) {
    const { idBlock, valueBlock } = read(derContext(number, ...elements), asn1js.Constructed);
    assert.deepEqual([idBlock.tagClass, idBlock.tagNumber], [3, number]); // 3: context-specific
    assert.equal(valueBlock.value.length, 3);
  }
  const [a, b, c] = readDerSequence(readDer(derSeq(...elements), 0).content);
  assert.deepEqual([a?.whole, b?.whole, c?.whole], elements);
  assert.equal(derTlv(0x30, ...elements).toHex(), derSeq(...elements).toHex());
});
