import assert from "node:assert/strict";
import fc from "fast-check";
import { ByteReader } from "./byte_reader.ts";
import { ByteWriter } from "./byte_writer.ts";

const part = fc.oneof(
  fc.record({ size: fc.constant(2 as const), value: fc.integer({ min: 0, max: 0xffff }) }),
  fc.record({ size: fc.constant(4 as const), value: fc.integer({ min: 0, max: 0xffff_ffff }) }),
  fc.uint8Array({ maxLength: 300 }),
);

Deno.test("what was written is read, however often the buffer had to grow", () => {
  fc.assert(fc.property(fc.array(part, { maxLength: 200, size: "max" }), (parts) => {
    const writer = new ByteWriter();
    for (const part of parts) {
      if (part instanceof Uint8Array) writer.raw(part);
      else writer.unsigned(part.value, part.size, "number");
    }
    const reader = new ByteReader(writer.written);
    for (const part of parts) {
      if (part instanceof Uint8Array) assert.deepEqual(reader.raw(part.length, "bytes"), part);
      else assert.equal(reader.unsigned(part.size, "number"), part.value);
    }
    assert.equal(reader.remaining, 0);
  }));
});

Deno.test("a number that meets the end of the buffer is written whole", () => {
  // No message has a number that far from its start; one may have, some day.
  for (let before = 250; before <= 257; before++) {
    const writer = new ByteWriter();
    writer.raw(new Uint8Array(before));
    writer.unsigned(0x01020304, 4, "number");
    assert.equal(writer.written.subarray(before).toHex(), "01020304");
  }
});

Deno.test("what was taken does not change when more is written", () => {
  const writer = new ByteWriter();
  writer.raw(new Uint8Array([1]));
  const taken = writer.written;
  writer.raw(new Uint8Array([2]));
  taken.fill(9);
  assert.deepEqual([...writer.written], [1, 2]);
});
