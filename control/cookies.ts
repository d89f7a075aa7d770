/**
 * The server's encrypted cookies, by which other connections are let in.
 *
 * @module
 */
import { getDevice } from "./devices.ts";
import { compact, text } from "./json.ts";
import { rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** Both cookies of a tunnel. They are secrets, good for this account and about an hour. */
export interface TunnelCookies {
  /** For the operator's side: `auth=` of `/meshrelay.ashx` and of `/control.ashx`. */
  readonly auth: string;
  /** For the device's side: `rauth=`. */
  readonly relay: string;
}

/** What {@linkcode ControlClient.deviceCookie} may be told. */
export interface DeviceCookieOptions extends CallOptions {
  /** To which the device should connect. */
  readonly tcpPort?: number;
  /** A host in the network of the device, instead of the device itself. */
  readonly tcpAddress?: string;
}

/** The cookies for a tunnel to a device. */
export async function getTunnelCookies(
  session: Session,
  options: CallOptions = {},
): Promise<TunnelCookies> {
  const answer = await session.request({ action: "authcookie" }, options);
  const [auth, relay] = [text(answer["cookie"]), text(answer["rcookie"])];
  if (auth !== undefined && relay !== undefined) return { auth, relay };
  throw rejection(text(answer["result"]), "The server gave no cookies");
}

/** A cookie for relaying a TCP port of a device or its network; needs the right to control it. */
export async function getDeviceCookie(
  session: Session,
  id: string,
  { tcpPort, tcpAddress, ...options }: DeviceCookieOptions = {},
): Promise<string> {
  const { id: nodeid } = await getDevice(session, id, options); // to unknown ones: silence
  const request = compact({ action: "getcookie", nodeid, tcpport: tcpPort, tcpaddr: tcpAddress });
  const answer = await session.request(request, options);
  const cookie = text(answer["cookie"]);
  if (cookie === undefined) throw rejection(text(answer["result"]), "The server gave no cookie");
  return cookie;
}

/** A cookie for `?login=` of the web page. Silence (`timeout`) unless `allowLoginToken` is set. */
export async function getLoginCookie(
  session: Session,
  options: CallOptions = {},
): Promise<string> {
  const answer = await session.request({ action: "logincookie" }, options);
  const cookie = text(answer["cookie"]);
  if (cookie === undefined) throw rejection(text(answer["result"]), "The server gave no cookie");
  return cookie;
}
