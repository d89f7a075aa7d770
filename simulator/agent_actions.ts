import type { JsonObject, JsonValue } from "../protocol/mod.ts";
import { applyCoreInfo } from "./core_info.ts";
import type { SimulatedDevice } from "./device.ts";

/** What an agent's JSON message does to the record of its device. */
export function applyMessage(device: SimulatedDevice, message: JsonObject): SimulatedDevice {
  switch (message.action) {
    case "coreinfo":
      return applyCoreInfo(device, message);
    case "sysinfo":
      return isSystemInfo(message.data) ? { ...device, systemInfo: message.data } : device;
    case "netinfo": {
      const { action: _, ...networkInfo } = message;
      const hasAny = isPresent(message.netif2) || isPresent(message.netif);
      return hasAny ? { ...device, networkInfo } : device;
    }
    case "battery":
      return withSessions(device, "battery", batteryOf(message));
    case "sessions":
      return SESSION_TYPES.has(message.type)
        ? withSessions(device, String(message.type), message.value)
        : device;
    default:
      return device;
  }
}

const SESSION_TYPES: ReadonlySet<unknown> = new Set(
  ["kvm", "terminal", "files", "help", "tcp", "udp", "msg", "app"],
);

function isPresent(value: JsonValue | undefined): value is NonNullable<JsonValue> {
  return value !== undefined && value !== null;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Refused as a whole when a name has other characters than letters, digits and `_`, or more than
 * 100, or a text more than 1024 (`common.js`, validateObjectForMongo, which looks into objects, but
 * not into arrays).
 */
function isSystemInfo(data: JsonValue | undefined): data is JsonObject {
  return isObject(data) && typeof data.hash === "string" && isStorable(data);
}

function isStorable(value: JsonObject): boolean {
  return Object.entries(value).every(([name, member]) => {
    if (!/^\w{0,100}$/.test(name)) return false;
    if (typeof member === "string") return member.length <= 1024;
    return isObject(member) ? isStorable(member) : true;
  });
}

function batteryOf({ state, level }: JsonObject): JsonObject {
  return {
    ...(state === "ac" || state === "dc" ? { state } : {}),
    ...(typeof level === "number" && level >= 0 && level <= 100 ? { level } : {}),
  };
}

/** Types without any session are left out, and `sessions` itself when it has none. */
function withSessions(
  device: SimulatedDevice,
  type: string,
  value: JsonValue | undefined,
): SimulatedDevice {
  const { sessions: before, ...rest } = device;
  const { [type]: _, ...others } = before ?? {};
  const isEmpty = !isPresent(value) || Object.keys(value).length === 0;
  const sessions = isEmpty ? others : { ...others, [type]: value };
  return Object.keys(sessions).length === 0 ? rest : { ...rest, sessions };
}
