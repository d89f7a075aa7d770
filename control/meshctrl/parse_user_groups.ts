import { parseJson } from "../../protocol/parse_json.ts";
import { isObject, number, object, text } from "../json.ts";
import { expectLogin, unexpected } from "./output.ts";

/** A user group, as `listusergroups` prints it. */
export interface ListedUserGroup {
  /** `ugrp//…` */
  readonly id: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** A remark of an operator. */
  readonly description?: string;
  /** The full ids of its users. */
  readonly users: readonly string[];
  /** Rights by the full id of a device group or device. */
  readonly rights: ReadonlyMap<string, number>;
}

/**
 * The user groups in the output of `listusergroups`, as text or with `--json`. Where there are none,
 * the text is empty, as it is when a connection was refused without a word; `--json` says `null`.
 *
 * In the text a name is cut at its first `, `: what follows may as well be the description.
 */
export function parseUserGroups(output: string): readonly ListedUserGroup[] {
  expectLogin(output);
  const json = parseJson(output);
  if (json === null) return [];
  if (isObject(json)) return Object.entries(json).map(([id, group]) => fromJson(id, object(group)));
  return fromText(output);
}

function fromJson(id: string, group: Readonly<Record<string, unknown>>): ListedUserGroup {
  const links = Object.entries(object(group["links"]));
  const description = text(group["desc"]);
  return {
    id,
    name: text(group["name"]) ?? "",
    ...(description ? { description } : {}),
    users: links.map(([link]) => link).filter((link) => link.startsWith("user/")),
    rights: new Map(
      links.filter(([link]) => !link.startsWith("user/"))
        .map(([link, value]) => [link, number(object(value)["rights"]) ?? 0] as const),
    ),
  };
}

function fromText(output: string): readonly ListedUserGroup[] {
  const groups: (ListedUserGroup & { users: string[]; rights: Map<string, number> })[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [, id, rest = ""] = /^(ugrp\/[^/]*\/[^,]+), ([^]*)$/.exec(line) ?? [];
    const group = groups.at(-1);
    if (id !== undefined) {
      const [name = "", ...others] = rest.split(", ");
      const remark = others.length === 0 ? {} : { description: others.join(", ") };
      groups.push({ id, name, ...remark, users: [], rights: new Map() });
    } else if (line.trim() !== "" && !/^ {2}(Users|Device Groups|Devices):$|\(None\)$/.test(line)) {
      const entry = /^ {4}((?:user|mesh|node)\/\S+?)(?:, (\d+|undefined))?$/.exec(line);
      if (entry === null || group === undefined) {
        throw unexpected(line, "The user groups were not listed");
      }
      const [, id = "", rights] = entry;
      if (id.startsWith("user/")) group.users.push(id);
      else group.rights.set(id, Number(rights) || 0);
    }
  }
  return groups;
}
