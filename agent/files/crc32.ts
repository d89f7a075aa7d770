/**
 * CRC-32, as zip archives have it: each call takes the next bytes, and returns the sum so far. Its
 * source text also runs in a worker: it uses nothing but what stands in it.
 */
export function createCrc32(): (bytes: Uint8Array) => number {
  const table = Int32Array.from({ length: 256 }, (_, octet) => {
    for (let bit = 0; bit < 8; bit++) octet = (octet & 1) * -0x1247_7ce0 ^ octet >>> 1;
    return octet;
  });
  let crc = -1;
  return (bytes) => {
    for (const octet of bytes) crc = (table[(crc ^ octet) & 0xff] ?? 0) ^ crc >>> 8;
    return ~crc >>> 0;
  };
}
