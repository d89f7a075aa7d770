import type { JsonObject } from "../protocol/mod.ts";
import { oneLine } from "./outside_text.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { REASONS, reportRefusal } from "./refusal.ts";
import { returnAddress } from "./reply.ts";

/**
 * Answers what a browser tab cannot do, since MeshCentral's UI waits for an answer or shows nothing:
 * processes, services, power, updates, and whatever no other feature of the agent serves. Each is
 * reported to the operator and to the event log; `docs/protocol.md` lists them all.
 */
export function limitsFeature(): AgentFeature {
  let features: readonly AgentFeature[] = [];
  const limits: AgentFeature = {
    name: "limits",
    capabilities: 0,
    start: (_session, all = []) => features = all,
    receive(message, session) {
      // Those after this one are asked first, so that the order of the features does not matter.
      const others = features.slice(features.indexOf(limits) + 1);
      if (others.some((feature) => feature.receive(message, session))) return true;
      return message.action === "msg" ? relayed(message, session) : direct(message, session);
    },
  };
  return limits;
}

/** Requests of operators that are passed over: the answer would be an empty one. */
const QUIET: ReadonlySet<unknown> = new Set(["cpuinfo", "localapp", "guestShare"]);

function relayed(message: JsonObject, session: AgentSession): boolean {
  const { type } = message;
  const answer = (fields: JsonObject) =>
    session.send({ action: "msg", type: type ?? null, ...fields, ...returnAddress(message) });
  if (QUIET.has(type)) return false;
  if (type === "ps") answer({ value: JSON.stringify({ 1: { cmd: "this browser tab" } }) });
  else if (type === "services") answer({ value: "[]" });
  else {
    const failure = { error: "unavailable", reason: REASONS.unavailable };
    if (type === "psinfo") answer({ pid: message.pid ?? null, value: {} });
    if (type === "getclip" && message.tag !== 2) answer({ data: "", ...failure });
    if (type === "setclip" || type === "openUrl") answer({ success: false, ...failure });
    report(session, message, type);
  }
  return true;
}

function direct(message: JsonObject, session: AgentSession): boolean {
  const { action, actiontype, responseid, reply } = message;
  if (action === "getcoredump") {
    session.send({ action, value: false });
    return true;
  }
  if (!DIRECT.has(action)) return false;
  if (action === "runcommands" && reply === true && responseid !== undefined) {
    const failure = { error: "unavailable", result: REASONS.unavailable };
    session.send({ action: "msg", type: action, ...failure, ...returnAddress(message) });
  }
  report(session, message, action, action === "poweraction" ? ` ${Number(actiontype)}` : "");
  return true;
}

/** Requests outside of `msg` that operators make and other agents serve. */
const DIRECT: ReadonlySet<unknown> = new Set([
  "acmactivate",
  "agentupdate",
  "openUrl",
  "poweraction",
  "runcommands",
  "toast",
  "uninstallagent",
  "wakeonlan",
  "wget",
]);

/** Only a name without markup goes to MeshCentral's page, which shows it as HTML. */
function report(session: AgentSession, message: JsonObject, name: unknown, more = ""): void {
  const plain = /^\w{1,30}$/.test(String(name));
  const what = plain ? `Request "${name}"` : "Request";
  const detail = plain ? more : ` "${oneLine(name)}"`;
  reportRefusal(session, message, what, REASONS.unavailable, detail);
}
