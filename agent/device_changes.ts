import type { AgentSession } from "./feature.ts";
import { factsNavigator } from "./device_facts.ts";
import { networkInfo } from "./network_info.ts";

/**
 * Tells of the network and the battery, at first and whenever they change: `netinfo`, and `battery`
 * (`meshagent.js`), which MeshCentral shows beside the device's name. Nothing is said twice.
 */
export async function tellChanges({ send, signal }: AgentSession): Promise<void> {
  const teller = (make: () => ReturnType<typeof networkInfo>) => {
    let last = "";
    return () => {
      const message = make();
      const text = JSON.stringify(message);
      if (text !== last) send(message);
      last = text;
    };
  };
  const { connection, getBattery } = factsNavigator();
  const network = teller(networkInfo);
  network();
  // Chromium's `connection` tells of its type and speed; "online" is everybody's.
  connection?.addEventListener?.("change", network, { signal });
  globalThis.addEventListener?.("online", network, { signal });

  const battery = await getBattery?.call(globalThis.navigator)
    .catch(() => undefined);
  if (battery === undefined || signal.aborted) return;
  const power = teller(() => ({
    action: "battery",
    state: battery.charging ? "ac" : "dc",
    level: Math.round(battery.level * 100),
  }));
  power();
  for (const event of ["chargingchange", "levelchange"]) {
    battery.addEventListener(event, power, { signal });
  }
}
