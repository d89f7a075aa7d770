import type { Random } from "../random.ts";

const OCTETS = [0, 1, 2, 4, 7, 8, 27, 0x30, 0x7b, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x85, 0xa0, 0xff];
const NUMBERS = [0, 1, 3, 4, 5, 8, 47, 48, 49, 255, 256, 32_767, 65_500, 65_535, 2 ** 31];
const JUMBO = new Uint8Array([0, 27, 0, 8, 0, 0, 0, 12, 0, 3, 0, 0]);

/** Bytes like `bytes`, changed in one to four places. */
export function mutateBytes(
  bytes: Uint8Array,
  others: readonly Uint8Array[],
  random: Random,
): Uint8Array {
  let mutated = bytes;
  const mutations = 1 + random.small(4);
  for (let count = 0; count < mutations; count++) mutated = mutateOnce(mutated, others, random);
  return mutated;
}

function mutateOnce(
  bytes: Uint8Array,
  others: readonly Uint8Array[],
  random: Random,
): Uint8Array {
  // Headers are at the beginning: more is tried there.
  const at = random.oneIn(2) ? random.below(bytes.length + 1) : random.small(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + random.small(32));
  switch (random.below(11)) {
    case 0:
      return changed(bytes, at, (octet) => octet ^ (1 << random.below(8)));
    case 1:
      return changed(bytes, at, () => random.pick(OCTETS));
    case 2:
      return withNumber(bytes, at, random.pick([1, 2, 4]), number(bytes, random));
    case 3:
      return bytes.subarray(0, at);
    case 4:
      return joined(bytes, new Uint8Array(1 + random.small(300)).fill(random.pick(OCTETS)));
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(to));
    case 6: {
      const times = 1 + random.small(40);
      const pieces = Array.from({ length: times }, () => bytes.subarray(at, to));
      return joined(bytes.subarray(0, at), ...pieces, bytes.subarray(at));
    }
    case 7: {
      const other = others.length === 0 ? bytes : random.pick(others);
      return joined(bytes.subarray(0, at), other.subarray(random.small(other.length + 1)));
    }
    case 8:
      return others.length === 0 ? bytes : joined(bytes, random.pick(others));
    case 9:
      return joined(bytes.subarray(0, at), JUMBO, bytes.subarray(at));
    default:
      return withDerLength(bytes, random);
  }
}

/** A length as DER writes it: one octet, or the number of octets and then these. */
function withDerLength(bytes: Uint8Array, random: Random): Uint8Array {
  const headers: number[] = [];
  for (let at = 0; at < bytes.length - 1; at++) {
    if (bytes[at] === 0x30 || bytes[at] === 0x03 || bytes[at] === 0xa0) headers.push(at);
  }
  if (headers.length === 0) return bytes;
  const at = random.pick(headers) + 1;
  const long = (bytes[at] ?? 0) & 0x80;
  return long === 0 || random.oneIn(3)
    ? changed(bytes, at, () => random.pick(OCTETS))
    : withNumber(bytes, at + 1, random.pick([1, 2, 4]), number(bytes, random));
}

/** A number that is special in itself, or for these bytes. */
function number(bytes: Uint8Array, random: Random): number {
  return random.oneIn(2)
    ? random.pick(NUMBERS)
    : Math.max(0, bytes.length + random.below(9) - 4 - random.pick([0, 4, 12]));
}

function withNumber(bytes: Uint8Array, at: number, size: number, value: number): Uint8Array {
  const copy = bytes.slice();
  for (let index = 0; index < size && at + index < copy.length; index++) {
    copy[at + index] = Math.floor(value / 256 ** (size - 1 - index)) % 256;
  }
  return copy;
}

function changed(bytes: Uint8Array, at: number, change: (octet: number) => number): Uint8Array {
  const copy = bytes.slice();
  if (at < copy.length) copy[at] = change(copy[at] ?? 0);
  return copy;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
