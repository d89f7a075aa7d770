/** An address of the Internet Protocol. */
export interface IpAddress {
  readonly version: 4 | 6;
  /** As a number of 32 or 128 bits. */
  readonly bits: bigint;
  /** In its shortest form; IPv4 that is mapped into IPv6 as IPv4. */
  readonly text: string;
}

/** Addresses that begin with the same bits. */
export interface IpRange {
  readonly first: IpAddress;
  /** How many bits are the same. */
  readonly prefix: number;
}

/**
 * Reads an address as servers and proxies write it: `192.0.2.1`, `192.0.2.1:51234`, `2001:db8::1`,
 * `[2001:db8::1]`, `[2001:db8::1]:443`, `"[2001:db8::1]:443"`, `fe80::1%eth0`, `::ffff:192.0.2.1`.
 *
 * @returns Undefined for anything else: `unknown`, `_hidden`, `unix:`, host names.
 */
export function readIpAddress(text: string): IpAddress | undefined {
  const plain = text.trim().replace(/^"(.*)"$/, "$1");
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(plain)?.[1];
  if (bracketed !== undefined) return readIpv6(bracketed);
  const dotted = /^([\d.]+)(?::\d{1,5})?$/.exec(plain)?.[1];
  return dotted === undefined ? readIpv6(plain) : readIpv4(dotted);
}

/** Reads `192.0.2.0/24`, `2001:db8::/32`, or one address. Undefined for anything else. */
export function readIpRange(text: string): IpRange | undefined {
  const [, address = "", length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const first = readIpAddress(address);
  if (first === undefined) return undefined;
  const prefix = length === undefined ? bitsOf(first) : Number(length);
  return prefix > bitsOf(first) ? undefined : { first, prefix };
}

/** Whether an address is one of these. */
export function isInRange({ version, bits }: IpAddress, { first, prefix }: IpRange): boolean {
  const rest = BigInt(bitsOf(first) - prefix);
  return version === first.version && bits >> rest === first.bits >> rest;
}

function bitsOf({ version }: IpAddress): number {
  return version === 4 ? 32 : 128;
}

function readIpv4(text: string): IpAddress | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) {
    return undefined;
  }
  if (parts.some((part) => Number(part) > 255)) return undefined;
  return { version: 4, bits: join(parts, 8n, 10), text };
}

/** The URL parser knows every form of IPv6, and has one for each address. */
function readIpv6(text: string): IpAddress | undefined {
  const [address = ""] = text.split("%", 1);
  const url = `http://[${address}]/`;
  if (!/^[\da-f:.]+$/i.test(address) || !URL.canParse(url)) return undefined;
  const shortest = new URL(url).hostname.slice(1, -1);
  const [left = "", right] = shortest.split("::");
  const before = left === "" ? [] : left.split(":");
  const after = right ? right.split(":") : [];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  const bits = join([...before, ...zeros, ...after], 16n, 16);
  if (bits >> 32n !== 0xffffn) return { version: 6, bits, text: shortest };
  return readIpv4([24n, 16n, 8n, 0n].map((shift) => bits >> shift & 0xffn).join("."));
}

function join(parts: readonly string[], width: bigint, radix: number): bigint {
  return parts.reduce((bits, part) => bits << width | BigInt(parseInt(part, radix)), 0n);
}
