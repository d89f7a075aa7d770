import type { JsonObject } from "../protocol/mod.ts";
import { factsNavigator } from "./device_facts.ts";

/**
 * `netinfo`. A page sees neither interfaces nor addresses, only how fast its connection is; the
 * server itself notes the address that it sees.
 */
export function networkInfo(): JsonObject {
  const { connection, onLine } = factsNavigator();
  const name = ["Browser connection", connection?.effectiveType].filter(Boolean).join(", ");
  return {
    action: "netinfo",
    netif2: {
      [name]: [{
        status: onLine === false ? "down" : "up",
        ...(connection?.downlink ? { speed: connection.downlink * 1e6 } : {}),
      }],
    },
  };
}
