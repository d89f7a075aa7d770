import type { JsonObject, JsonValue } from "../protocol/mod.ts";
import type { SimulatedDevice } from "./device.ts";

const isText = (value: JsonValue) => typeof value === "string";
const isBoolean = (value: JsonValue) => typeof value === "boolean";
const isObject = (value: JsonValue) => typeof value === "object";
const isPresent = () => true;

/** The members that a server stores, and when (`meshagent.js`, ChangeAgentCoreInfo). */
const STORED: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  osdesc: isText,
  root: isBoolean,
  users: Array.isArray,
  lusers: Array.isArray,
  lastbootuptime: isPresent,
  av: isPresent,
  wsc: isPresent,
  defender: isPresent,
  intelamt: isObject,
  pmt: isText,
};

/** Console and JavaScript: only a handshake can change these bits. */
const FIXED = 8 | 16;

/** What a `coreinfo` message changes in the record of its device. */
export function applyCoreInfo(device: SimulatedDevice, message: JsonObject): SimulatedDevice {
  const { name, caps, value } = message;
  const coreInfo: Record<string, JsonValue> = { ...device.coreInfo };
  for (const [member, isStored] of Object.entries(STORED)) {
    const told = message[member];
    if (told !== undefined && told !== null && isStored(told)) coreInfo[member] = told;
  }
  if (caps === undefined || caps === null) return renamed({ ...device, coreInfo }, name);
  // The name of the core is looked at only beside capabilities, and its absence clears it.
  delete coreInfo.value;
  if (value !== undefined && value !== null) coreInfo.value = value;
  const told = typeof caps === "number" ? caps : 0;
  const capabilities = device.capabilities & FIXED | told & ~FIXED;
  return renamed({ ...device, coreInfo, capabilities }, name);
}

function renamed(device: SimulatedDevice, name: JsonValue | undefined): SimulatedDevice {
  return typeof name === "string" && name !== "" ? { ...device, name } : device;
}
