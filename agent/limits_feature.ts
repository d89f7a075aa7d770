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
    const what = WHAT.get(String(type));
    const detail = what === undefined ? ` ("${oneLine(type)}")` : "";
    reportRefusal(session, message, what ?? "Unknown request", REASONS.unavailable, detail);
  }
  return true;
}

function direct(message: JsonObject, session: AgentSession): boolean {
  const { action, responseid, reply } = message;
  if (action === "getcoredump") {
    session.send({ action, value: false });
    return true;
  }
  const what = WHAT.get(String(action));
  if (what === undefined) return false;
  if (action === "runcommands" && reply === true && responseid !== undefined) {
    const failure = { error: "unavailable", result: REASONS.unavailable };
    session.send({ action: "msg", type: action, ...failure, ...returnAddress(message) });
  }
  const number = action === "poweraction" ? ` ${Number(message.actiontype)}` : "";
  reportRefusal(session, message, what, REASONS.unavailable, number);
  return true;
}

/** What an operator asked for, as the event log says it. */
const WHAT: ReadonlyMap<string, string> = new Map([
  ["psinfo", "Process details"],
  ["pskill", "Ending a process"],
  ["service", "Service details"],
  ["serviceStart", "Starting a service"],
  ["serviceStop", "Stopping a service"],
  ["serviceRestart", "Restarting a service"],
  ["deskBackground", "Desktop background"],
  ["userSessions", "Sessions of the computer"],
  ["console", "Console"],
  ["tunnel", "Remote session"],
  ["messagebox", "Message"],
  ["alertbox", "Message"],
  ["toast", "Message"],
  ["openUrl", "Opening an address or a chat"],
  ["getclip", "Reading the clipboard"],
  ["setclip", "Writing to the clipboard"],
  ["runcommands", "Commands"],
  ["poweraction", "Power action"],
  ["wakeonlan", "Waking another computer"],
  ["uninstallagent", "Removal of the agent"],
  ["agentupdate", "Update of the agent"],
  ["wget", "Upload from the server"],
  ["acmactivate", "Intel AMT activation"],
]);
