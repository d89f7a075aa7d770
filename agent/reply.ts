import type { JsonObject } from "../protocol/mod.ts";

/** What routes an answer back to who asked: the session, and the marks of the request. */
export function returnAddress(message: JsonObject): JsonObject {
  const names = ["sessionid", "responseid", "tag"];
  return Object.fromEntries(
    names.filter((name) => message[name] !== undefined).map((
      name,
    ) => [name, message[name] ?? null]),
  );
}

/** A text of the server, shortened to what a person can read. */
export function shortText(value: unknown, length = 2000): string {
  return typeof value === "string" ? value.slice(0, length) : "";
}
