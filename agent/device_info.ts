import type { JsonObject, JsonValue } from "../protocol/mod.ts";

/** Facts about a device, in addition to or instead of those that the agent finds out itself. */
export interface DeviceInfo {
  /**
   * Fields of MeshCentral's `coreinfo`, shown at the top of the device page: `osdesc` (the operating
   * system, as a text), `users` (names of who is logged in), `lastbootuptime` (milliseconds since
   * 1970), `av`, `name`, … The agent's own `action` and `caps` cannot be replaced.
   */
  readonly coreInfo?: JsonObject;
  /**
   * Sections of the tab "Details": `identifiers` (`cpu_name`, `gpu_name`, `bios_vendor`,
   * `product_name`, …), `mobile`, `linux`, … Fields are added to a section that is there already.
   * MeshCentral accepts keys of letters, digits and `_` only, and strings up to 1024 characters: other
   * keys are left out, and longer strings are cut.
   */
  readonly hardware?: JsonObject;
}

/** Device information, or what finds it out each time that it is sent. */
export type DeviceInfoSource = DeviceInfo | (() => DeviceInfo | Promise<DeviceInfo>);

/** Merges the agent's facts with those of its sources; later ones win. A source that fails is left out. */
export async function mergeDeviceInfo(
  own: DeviceInfo,
  sources: readonly (DeviceInfoSource | undefined)[],
): Promise<Required<DeviceInfo>> {
  const found = await Promise.all(
    sources.map(async (source) => {
      try {
        return typeof source === "function" ? await source() : source;
      } catch {
        return undefined; // The device is still worth listing.
      }
    }),
  );
  let coreInfo: JsonObject = {};
  let hardware: JsonObject = {};
  for (const info of [own, ...found]) {
    coreInfo = { ...coreInfo, ...info?.coreInfo };
    hardware = mergeSections(hardware, info?.hardware ?? {});
  }
  return { coreInfo, hardware: storable(hardware) as JsonObject };
}

function mergeSections(sections: JsonObject, added: JsonObject): JsonObject {
  const merged = Object.entries(added).map(([name, section]) => {
    const before = sections[name];
    return [name, isObject(before) && isObject(section) ? { ...before, ...section } : section];
  });
  return { ...sections, ...Object.fromEntries(merged) };
}

/** What a real server stores; it drops the whole message otherwise (`common.js`). */
function storable(value: JsonValue): JsonValue {
  if (typeof value === "string") return value.slice(0, 1024);
  if (Array.isArray(value)) return value.map(storable);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => /^\w{1,100}$/.test(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, storable(item)]));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
