import { convertIPv6ToBinary, distinctRemoteAddr } from "hono/utils/ipaddr";

/**
 * The address of the client behind proxies: the last one in `X-Forwarded-For` that no trusted proxy
 * has. What stands before it the client may have written itself.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  trustedProxies: readonly string[],
): string | undefined {
  const isTrusted = (address: string): boolean => trustedProxies.includes(address);
  if (peer === undefined || !isTrusted(plain(peer))) return peer && plain(peer);
  const hops = (forwardedFor ?? "").split(",").map((hop) => plain(hop.trim())).filter(isAddress);
  return hops.findLast((hop) => !isTrusted(hop)) ?? hops[0] ?? plain(peer);
}

/**
 * What tries are counted by: an IPv4 address, or the /64 of an IPv6 address, which is what one
 * customer has.
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return "unknown";
  if (distinctRemoteAddr(address) !== "IPv6") return address;
  return `${(convertIPv6ToBinary(address) >> 64n).toString(16)}::/64`;
}

/** IPv4 as it is seen on a socket for both versions, as IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
}

function isAddress(text: string): boolean {
  return distinctRemoteAddr(text) !== undefined;
}
