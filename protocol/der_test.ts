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
  const [year, date] = ["2126-11-24T01:02:03.999Z", new Date("2126-11-24T01:02:03.999Z")];
  assert.equal(new TextDecoder().decode(derGenTime(date).subarray(2)), "21261124010203Z", year);
});

Deno.test("SEQUENCE, SET and context tags hold their elements in order", () => {
  const elements = [derInt(1), derUtf8("two"), derNull()];
  assert.equal(read(derSeq(...elements), asn1js.Sequence).valueBlock.value.length, 3);
  assert.equal(read(derSet(derInt(1)), asn1js.Set).valueBlock.value.length, 1);
  const context = read(derContext(3, ...elements), asn1js.Constructed);
  assert.deepEqual([context.idBlock.tagClass, context.idBlock.tagNumber], [3, 3]);
  const [a, b, c] = readDerSequence(readDer(derSeq(...elements), 0).content);
  assert.deepEqual([a?.whole, b?.whole, c?.whole], elements);
  assert.equal(derTlv(0x30, ...elements).toHex(), derSeq(...elements).toHex());
});
