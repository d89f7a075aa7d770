import { type JsonObject, TunnelProtocol } from "../protocol/mod.ts";

/** How a simulated operator opens a tunnel; everything has a default. */
export interface OpenTunnelOptions {
  /** Bits of `DeviceRight`. @default all */
  readonly rights?: number;
  /** Consent flags of the server. @default {0} */
  readonly consent?: number;
  /** Login name of the operator. @default {"admin"} */
  readonly userName?: string;
  /** Announced protocol number, when it is to lie, as meshctrl's does. */
  readonly usage?: number;
}

/** The `msg/tunnel` message as a real server passes it on (`webserver.js`, `meshuser.js`). */
export function tunnelMessage(
  id: string,
  nodeId: string,
  protocol: number,
  serverHash: string,
  { rights = 0xffff_ffff, consent = 0, userName = "admin", usage = protocol }: OpenTunnelOptions,
): JsonObject {
  const single = protocol === TunnelProtocol.SingleFile;
  const path = single ? "devicefile.ashx" : "meshrelay.ashx";
  return {
    action: "msg",
    type: "tunnel",
    value: `*/${path}?p=${protocol}&nodeid=node//${nodeId}&id=${id}&rauth=${id}`,
    usage,
    servertlshash: serverHash,
    soptions: {},
    userid: `user//${userName}`,
    sessionid: `user//${userName}/${id.slice(0, 8)}`,
    rights,
    consent,
    username: userName,
    remoteaddr: "127.0.0.1",
  };
}
