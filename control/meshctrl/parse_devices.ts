import { parseJson } from "../../protocol/parse_json.ts";
import { number, objects, text } from "../json.ts";
import { expectLogin, unexpected } from "./output.ts";

/** A device, as `listdevices` prints it. */
export interface ListedDevice {
  /** The last part of its id. */
  readonly id: string;
  /** As it is shown; meshctrl takes `"` out of it. */
  readonly name: string;
  /** 1–8; 0 when it has none. */
  readonly icon: number;
  /** How it is connected; a sum of 1 agent, 2 CIRA, 4 AMT, 8 relay, 16 MQTT. */
  readonly conn: number;
  /** 0 unknown, 1 on, 2–4 sleep, 5 hibernate, 6 soft-off, 7 present. */
  readonly pwr: number;
  /** The name of its device group; absent when only one group was asked for. */
  readonly group?: string;
}

/**
 * One thing at a time: a device, the line before those of a group, a heading, dashes, `None`. No name
 * has a `"` in it, so that not even one with a line break can pass for another device.
 */
const PARTS = new RegExp(
  [
    /"(?<id>[^"]*)", "(?<name>[^"]*)", (?<icon>\d+), (?<conn>\d+), (?<pwr>\d+)/,
    /Device group: "(?<group>[^"]*)"/,
    /"(?<csvGroupId>[^"]*)","(?<csvGroup>[^"]*)","(?<csvId>[^"]*)","(?<csvName>[^"]*)",(?<csvState>\d+,\d+,\d+)/,
    /(?<rest>id, name, icon, conn, pwr|-{5,}|None|"?meshid.*)/,
  ].map(({ source }) => `${source}\\s*`).join("|"),
  "y",
);

/**
 * The devices in the output of `listdevices`: as text, with `--csv` or with `--json`. Throws a
 * `ControlError` for what is none of these; `[{}]` counts as a failed login.
 *
 * @example
 * ```ts ignore
 * for (const { name, conn, group } of parseDevices(await runMeshctrl(options, "listdevices"))) {
 *   console.log(group, name, conn === 0 ? "away" : "here");
 * }
 * ```
 */
export function parseDevices(output: string): readonly ListedDevice[] {
  expectLogin(output);
  const json = parseJson(output);
  return Array.isArray(json) ? objects(json).map(fromJson) : fromText(output);
}

function fromText(output: string): readonly ListedDevice[] {
  const input = output.trimStart();
  const devices: ListedDevice[] = [];
  let group: string | undefined;
  if (input === "") throw unexpected(output, "The devices were not listed");
  for (let position = 0; position < input.length; position = PARTS.lastIndex) {
    PARTS.lastIndex = position;
    const parts = PARTS.exec(input)?.groups;
    if (parts === undefined) {
      throw unexpected(input.slice(position), "The devices were not listed");
    }
    const { id, name = "", icon, conn, pwr, csvId, csvName = "", csvGroup, csvState } = parts;
    if (id !== undefined) {
      devices.push({ id, name, ...state(icon, conn, pwr), ...named(group) });
    } else if (csvId !== undefined) {
      const states = state(...(csvState ?? "").split(","));
      devices.push({ id: csvId, name: csvName, ...states, ...named(csvGroup || undefined) });
    } else if (parts["group"] !== undefined) {
      group = parts["group"];
    }
  }
  return devices;
}

function fromJson(node: Readonly<Record<string, unknown>>): ListedDevice {
  return {
    id: text(node["_id"])?.split("/").at(-1) ?? "",
    name: text(node["name"]) ?? "",
    icon: number(node["icon"]) ?? 0,
    conn: number(node["conn"]) ?? 0,
    pwr: number(node["pwr"]) ?? 0,
    ...named(text(node["groupname"])),
  };
}

function state(icon = "0", conn = "0", pwr = "0"): Pick<ListedDevice, "icon" | "conn" | "pwr"> {
  return { icon: Number(icon), conn: Number(conn), pwr: Number(pwr) };
}

function named(group: string | undefined): Pick<ListedDevice, "group"> {
  return group === undefined ? {} : { group };
}
