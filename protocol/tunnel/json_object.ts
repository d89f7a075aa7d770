import type { JsonObject } from "../message.ts";

/** A JSON object out of a text; undefined for all else, since a peer may send anything. */
export function parseJsonObject(text: string): JsonObject | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
