import type { JsonObject } from "../protocol/mod.ts";
import { logEvent } from "./event_log.ts";
import type { AgentSession } from "./feature.ts";
import type { Answer } from "./person.ts";

/** Why a request was not carried out: the person, or what this tab can do. */
export type Refusal = Exclude<Answer, "allowed">;

/** The reasons, as the operator reads them. Fixed texts: MeshCentral's page shows them as HTML. */
export const REASONS: Readonly<Record<Refusal, string>> = {
  refused: "Denied by the person at the device.",
  unanswered: "The person at the device has not answered.",
  unavailable: "Not available in this browser tab.",
};

/** Refusals per minute that are reported; the next report counts those beyond. */
const MAX_REPORTS = 10;
/** Milliseconds. */
const MINUTE = 60_000;

/** Of each connection: when its minute began, how many reports it had, and how many were left out. */
const reports = new WeakMap<AgentSession, { since: number; count: number; left: number }>();

/**
 * Reports to the operator why a request was not carried out, as a notification of MeshCentral's page,
 * and writes it into the event log. Does neither beyond 10 times a minute, so that no operator floods
 * the log of a server.
 *
 * @param what was asked for: a text of the agent.
 * @param detail for the event log only: texts from outside may be in it.
 */
export function reportRefusal(
  session: AgentSession,
  message: JsonObject,
  what: string,
  reason: string,
  detail = "",
): void {
  const now = Date.now();
  let report = reports.get(session);
  if (report === undefined || now - report.since > MINUTE) {
    report = { since: now, count: 0, left: report?.left ?? 0 };
    reports.set(session, report);
  }
  if (++report.count > MAX_REPORTS) return void report.left++;
  const more = report.left > 0 ? ` (${report.left} more were not reported)` : "";
  report.left = 0;
  const value = `${what}: ${reason}`;
  logEvent(session, [0, `${what}${detail}: ${reason}${more}`], message);
  const { sessionid, userid } = message;
  // Without either the text would go to everybody who may see the device.
  if (typeof sessionid === "string") notify({ sessionid });
  else if (typeof userid === "string") notify({ userid });

  function notify(to: JsonObject): void {
    session.send({ action: "msg", type: "notify", value, ...to });
  }
}
