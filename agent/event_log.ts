import type { JsonObject } from "../protocol/mod.ts";
import type { AgentSession } from "./feature.ts";
import { escaped } from "./outside_text.ts";

/** Of a request: who it is. */
const WHO = ["userid", "username", "sessionid", "remoteaddr", "guestname"];
/** The server drops a text of 4096 characters or more; its database keeps the values as well. */
const MAX_TEXT = 4000;

/**
 * An entry of MeshCentral's event log: the number by which its UI translates the text, the text
 * itself, and what the translation has in the places of `{0}`, `{1}`.
 */
export type LogEntry = readonly [id: number, text: string, ...values: (string | number)[]];

/**
 * Writes down what an operator did here, as the native agent does (`agents/meshcore.js`,
 * MeshServerLogEx): the server keeps it with the device's and the operator's events.
 *
 * @param by The operator: `userid`, `username`, `sessionid`, `remoteaddr`, `guestname` of the request.
 */
export function logEvent(
  session: AgentSession,
  [msgid, text, ...values]: LogEntry,
  by: JsonObject,
): void {
  const who = Object.fromEntries(WHO.map((name) => [name, by[name] ?? null]));
  const msgArgs = values.map((value) => typeof value === "string" ? cut(value) : value);
  session.send({ action: "log", msgid, msgArgs, msg: cut(text), ...who });
}

/** One line each: no file name or message can pass for another entry. */
function cut(text: string): string {
  return escaped(text.slice(0, MAX_TEXT)).slice(0, MAX_TEXT);
}
