/**
 * What a device reported about its hardware and its network.
 *
 * @module
 */
import { fullId } from "./ids.ts";
import { compact, isObject, number, object, objects } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** A device's network, as it reported it last. */
export interface DeviceNetworkInfo {
  /** When, in milliseconds. */
  readonly updatedAt?: number;
  /** Addresses by the name of the interface; each as the device said it. */
  readonly interfaces: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** The report of `sysinfo`, or undefined. */
export async function getSystemInfo(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const nodeid = fullId("node", session.serverInfo.domain, id);
  const answer = await session.request({ action: "getsysinfo", nodeid }, options);
  if (answer["noinfo"] === true) return undefined;
  const { action: _action, tag: _tag, nodeid: _nodeid, ...info } = answer;
  return info;
}

/** The report of `netinfo`, or undefined. */
export async function getNetworkInfo(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<DeviceNetworkInfo | undefined> {
  const nodeid = fullId("node", session.serverInfo.domain, id);
  const answer = await session.request({ action: "getnetworkinfo", nodeid }, options);
  if (!isObject(answer["netif2"])) return undefined;
  const interfaces = Object.entries(object(answer["netif2"]))
    .map(([name, addresses]) => [name, objects(addresses)] as const);
  return compact({
    updatedAt: number(answer["updateTime"]),
    interfaces: Object.fromEntries(interfaces),
  }) as DeviceNetworkInfo;
}
