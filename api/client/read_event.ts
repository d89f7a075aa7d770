import { parseJson } from "../../protocol/parse_json.ts";
import type { ApiEvent } from "../schemas/events.ts";

/** Members of an event, and their types; all but the first two may be missing. */
const TYPES: Readonly<Record<keyof ApiEvent, string>> = {
  type: "string",
  time: "string",
  deviceId: "string",
  groupId: "string",
  userid: "string",
  userGroupId: "string",
  by: "string",
  conn: "number",
  pwr: "number",
  online: "boolean",
  device: "object",
  text: "string",
};

/** An event of the stream; undefined for what is none: the API, or a proxy, is another than ours. */
export function readEvent(data: string): ApiEvent | undefined {
  const value = parseJson(data);
  if (typeof value !== "object" || value === null) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const isRight = Object.entries(TYPES).every(([name, type]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) return name !== "type" && name !== "time";
    return member !== null && typeof member === type;
  });
  return isRight ? members as unknown as ApiEvent : undefined;
}
