/**
 * MeshCentral's own records, as meshctrl prints them.
 *
 * @module
 */
import { splitMark, splitRealName } from "../marker.ts";
import type { LiveDeviceGroup, LiveUser, LiveUserGroup } from "../state.ts";

/** A JSON object with unknown members. */
export type Json = Readonly<Record<string, unknown>>;

/** A device group; with the devices in it, if all devices are given. */
export function readDeviceGroup(raw: Json, devices: readonly Json[] | undefined): LiveDeviceGroup {
  const { codes, flags } = asObject(raw["invite"]);
  return {
    id: text(raw["_id"]),
    name: text(raw["name"]),
    ...splitMark(text(raw["desc"])),
    flags: number(raw["flags"]),
    consent: number(raw["consent"]),
    invite: Array.isArray(codes) ? { codes: codes.map(String), flags: number(flags) } : undefined,
    rights: Object.fromEntries(
      Object.entries(asObject(raw["links"]))
        .map(([id, link]) => [id, number(asObject(link)["rights"])]),
    ),
    devices: devices?.filter(({ meshid }) => meshid === raw["_id"]).length,
  };
}

/** An account. */
export function readUser(raw: Json): LiveUser {
  return {
    id: text(raw["_id"]),
    name: text(raw["name"]),
    ...splitRealName(text(raw["realname"])),
    email: text(raw["email"]),
    emailVerified: raw["emailVerified"] === true,
    siteRights: number(raw["siteadmin"]),
  };
}

/** A user group. */
export function readUserGroup(raw: Json): LiveUserGroup {
  return {
    id: text(raw["_id"]),
    name: text(raw["name"]),
    ...splitMark(text(raw["desc"])),
    members: linksOf(raw).filter((id) => id.startsWith("user/")),
  };
}

/** The ids of what something is linked to. */
export function linksOf(raw: Json): readonly string[] {
  return Object.keys(asObject(raw["links"]));
}

/** The object, or an empty one. */
export function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? value as Json : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number {
  return typeof value === "number" ? value >>> 0 : 0;
}
