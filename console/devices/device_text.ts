import type { ApiDevice } from "../../api/schemas/devices.ts";
import { type MessageKey, t } from "../i18n/translate.ts";

/** The bits of `conn` besides the agent's. */
const OTHER_WAYS = [[2, "CIRA"], [4, "AMT"], [8, "Relay"], [16, "MQTT"]] as const;

const POWER: readonly MessageKey[] = [
  "power.unknown",
  "power.on",
  "power.sleep",
  "power.sleep",
  "power.sleep",
  "power.hibernate",
  "power.off",
  "power.present",
];

/** How a device is connected. */
export function connectionText({ conn, online }: ApiDevice): string {
  const ways = OTHER_WAYS.filter(([bit]) => (conn & bit) !== 0).map(([, way]) => way);
  if (online) ways.unshift(t("device.online") as never);
  return ways.length === 0 ? t("device.offline") : ways.join(", ");
}

/** What is known of a device's power. */
export function powerText({ pwr }: ApiDevice): string {
  return t(POWER[pwr] ?? "power.unknown");
}
