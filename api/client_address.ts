import { ApiConfigError } from "./config_error.ts";
import {
  type IpAddress,
  type IpRange,
  isInRange,
  readIpAddress,
  readIpRange,
} from "./ip_address.ts";

/** Reads the address of a client from its connection and its headers; undefined if neither has one. */
export type ReadClientAddress = (
  peer: string | undefined,
  headers: Headers,
) => string | undefined;

/**
 * Finds the address of a client behind proxies: the last one in `X-Forwarded-For`, or else in
 * `Forwarded` (RFC 7239), that no trusted proxy has. What stands before it the client may have written
 * itself; what is no address is passed over. Without a trusted peer it is the peer's.
 *
 * A proxy that writes `Forwarded` must drop an `X-Forwarded-For` that a client sends.
 *
 * @param trustedProxies Addresses and ranges: `127.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`.
 * @throws {ApiConfigError} when one of them is neither.
 */
export function clientAddressReader(trustedProxies: readonly string[]): ReadClientAddress {
  const ranges = trustedProxies.map(rangeOf);
  const isTrusted = (address: IpAddress): boolean =>
    ranges.some((range) => isInRange(address, range));
  return (peer, headers) => {
    const from = peer === undefined ? undefined : readIpAddress(peer);
    if (from === undefined || !isTrusted(from)) return from?.text ?? peer;
    const hops = forwardedFor(headers).flatMap((hop) => readIpAddress(hop) ?? []);
    return (hops.findLast((hop) => !isTrusted(hop)) ?? hops[0] ?? from).text;
  };
}

/** Names the network that tries are counted for: an IPv4 address, or the /64 of an IPv6 address. */
export function addressKey(address: string | undefined): string {
  return networkKey(address, 64n);
}

/** Names the site that tries are counted for: the IPv6 /48, of which one customer has all 65,536 networks. */
export function siteKey(address: string | undefined): string {
  return networkKey(address, 48n);
}

function networkKey(address: string | undefined, prefix: bigint): string {
  const read = readIpAddress(address ?? "");
  if (read === undefined) return "unknown";
  if (read.version === 4) return read.text;
  return `${(read.bits >> (128n - prefix)).toString(16)}::/${prefix}`;
}

function rangeOf(text: string): IpRange {
  const range = readIpRange(text);
  if (range !== undefined) return range;
  throw new ApiConfigError(
    `“${text}” among the trusted proxies is no address and no range. Write 127.0.0.1 or 10.0.0.0/8.`,
  );
}

/** Several headers of one name come joined with commas. */
function forwardedFor(headers: Headers): readonly string[] {
  const hops = headers.get("x-forwarded-for");
  if (hops !== null) return hops.split(",");
  const elements = headers.get("forwarded") ?? "";
  return [...elements.matchAll(/(?:^|[;,])\s*for\s*=\s*("[^"]*"|[^;,\s]*)/gi)]
    .map(([, address = ""]) => address);
}
