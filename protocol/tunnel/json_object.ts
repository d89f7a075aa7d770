import type { JsonObject } from "../message.ts";
import { parseJson } from "../parse_json.ts";

/** A JSON object out of a text; undefined for all else, since a peer may send anything. */
export function parseJsonObject(text: string): JsonObject | undefined {
  return text.startsWith("{") ? parseJson(text) as JsonObject | undefined : undefined;
}
