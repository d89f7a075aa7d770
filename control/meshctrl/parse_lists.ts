/**
 * The shorter lists that meshctrl prints, as text or with `--json`.
 *
 * Names are not escaped in the texts: one with `", "` in it can be read in two ways. `--json` cannot.
 *
 * @module
 */
import { parseJson } from "../../protocol/parse_json.ts";
import { isObject, number, object, objects, text } from "../json.ts";
import { expectLogin, lines, unexpected } from "./output.ts";

/** An account, as `listusers` prints it. */
export interface ListedUser {
  /** The last part of its id, in lower case. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
  /** Its e-mail address. */
  readonly email?: string;
}

/** A device group, as `listdevicegroups` prints it. */
export interface ListedDeviceGroup {
  /** The last part of its id. */
  readonly id: string;
  /** Not necessarily unique. */
  readonly name: string;
}

/** Who has rights on a device group, as `listusersofdevicegroup` prints it. */
export interface ListedGroupUser {
  /** The last part of the id of the user or user group. */
  readonly id: string;
  /** `FullAdministrator` alone, or `EditMesh`, `ManageUsers`, …; meshctrl knows bits to 4096. */
  readonly rights: readonly string[];
}

/** Between two values of a row. */
const SEPARATOR = '", "';

/** The accounts in the output of `listusers`. */
export function parseUsers(output: string): readonly ListedUser[] {
  expectLogin(output);
  const json = parseJson(output);
  if (Array.isArray(json)) return objects(json).map(readUser);
  return rows(output, "id, name, email", "The users").map((row) => {
    // The id has no quote in it; an address at the end is told by its @.
    const [, id, rest = ""] = /^"([^"]*)", "([^]*)"$/.exec(row) ?? [];
    if (id === undefined) throw unexpected(row, "The users were not listed");
    const end = rest.lastIndexOf(SEPARATOR);
    const last = rest.slice(end + SEPARATOR.length);
    return end < 0 || !isAddress(last)
      ? { id, name: rest }
      : { id, name: rest.slice(0, end), email: last };
  });
}

/** The device groups in the output of `listdevicegroups`. */
export function parseDeviceGroups(output: string): readonly ListedDeviceGroup[] {
  expectLogin(output);
  const json = parseJson(output);
  if (Array.isArray(json)) {
    return objects(json).map((mesh) => ({
      id: lastPart(mesh["_id"]),
      name: text(mesh["name"]) ?? "",
    }));
  }
  return rows(output, "id, name", "The device groups").map((row) => {
    const match = /^"([^"]*)", "([^]*)"$/.exec(row);
    if (match === null) throw unexpected(row, "The device groups were not listed");
    const [, id = "", name = ""] = match;
    return { id, name };
  });
}

/** Who has rights, in the text that `listusersofdevicegroup` prints without `--json`. */
export function parseDeviceGroupUsers(output: string): readonly ListedGroupUser[] {
  return rows(output, "userid, rights", "The users of the device group").map((row) => {
    const [id = "", ...rights] = row.split(/, ?/);
    return { id, rights: rights.filter((right) => right !== "") };
  });
}

/** How many sessions each user has, in the output of `listusersessions`; by the full id. */
export function parseSessions(output: string): ReadonlyMap<string, number> {
  expectLogin(output);
  const json = parseJson(output);
  if (isObject(json)) {
    return new Map(Object.entries(json).map(([id, count]) => [id, number(count) ?? 0]));
  }
  return new Map(
    lines(output).map((line) => {
      const match = /^([^]*), (\d+) sessions?\.$/.exec(line);
      if (match === null) throw unexpected(line, "The sessions were not listed");
      return [match[1] ?? "", Number(match[2])] as const;
    }),
  );
}

function isAddress(text: string): boolean {
  return /^[^"\s]+$/.test(text) && text.slice(1, -1).includes("@");
}

/** The lines below a heading and its dashes. */
function rows(output: string, heading: string, what: string): readonly string[] {
  const [first, dashes, ...rest] = lines(output);
  if (first === heading && /^-+$/.test(dashes ?? "")) return rest;
  throw unexpected(output, `${what} were not listed`);
}

function readUser(user: Readonly<Record<string, unknown>>): ListedUser {
  const email = text(user["email"]);
  return {
    id: lastPart(user["_id"]),
    name: text(object(user)["name"]) ?? "",
    ...(email === undefined ? {} : { email }),
  };
}

function lastPart(id: unknown): string {
  return text(id)?.split("/").slice(2).join("/") ?? "";
}
