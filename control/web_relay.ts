import { getDevice } from "./devices.ts";
import { ControlError } from "./errors.ts";
import { text } from "./json.ts";
import { rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** What {@linkcode ControlClient.webRelayUrl} must be told. */
export interface WebRelayOptions extends CallOptions {
  /**
   * That `relayDNS` is set in the server's config.json: without it this request ends the server
   * (seen with 1.1.55), and nothing that a client can ask tells.
   */
  readonly relayDnsIsSet: true;
  /** Of the web server on the device. */
  readonly port: number;
  /** How that one is reached. @default {"https"} */
  readonly protocol?: "http" | "https";
}

const APP_IDS = { http: 1, https: 2 } as const;

/** A URL by which a browser reaches a web server on a device, through MeshCentral. */
export async function getWebRelayUrl(
  session: Session,
  id: string,
  { relayDnsIsSet, port, protocol = "https", ...options }: WebRelayOptions,
): Promise<string> {
  if (relayDnsIsSet !== true) {
    const what = "Without relayDNS in its config.json the server would not survive this.";
    throw new ControlError("bad-options", what);
  }
  const { id: nodeid } = await getDevice(session, id, options);
  const request = { action: "webrelay", nodeid, port, appid: APP_IDS[protocol] };
  const answer = await session.request(request, options);
  const url = text(answer["url"]);
  if (url === undefined) throw rejection(text(answer["result"]), "The server gave no URL");
  return url;
}
