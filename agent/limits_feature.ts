import type { JsonObject } from "../protocol/mod.ts";
import type { AgentFeature } from "./feature.ts";
import { returnAddress } from "./reply.ts";

/**
 * Answers what a browser tab cannot do, since MeshCentral's UI waits for an answer or shows nothing:
 * processes, services, power, updates.
 */
export function limitsFeature(): AgentFeature {
  return {
    name: "limits",
    capabilities: 0,
    receive(message, session) {
      const answer = message.action === "msg" ? relayed(message) : direct(message);
      if (answer !== undefined) session.send({ ...answer, ...returnAddress(message) });
      return answer !== undefined;
    },
  };
}

function relayed({ type }: JsonObject): JsonObject | undefined {
  switch (type) {
    case "ps":
      return { action: "msg", type, value: JSON.stringify({ 1: { cmd: "this browser tab" } }) };
    case "services":
      return { action: "msg", type, value: "[]" };
    case "psinfo":
    case "pskill":
    case "service":
    case "serviceStart":
    case "serviceStop":
    case "serviceRestart":
      return cannot("a browser tab has no access to processes and services");
    default:
      return undefined;
  }
}

function direct({ action, sessionid }: JsonObject): JsonObject | undefined {
  // Without a session, the text would go to everybody who may see the device.
  const answer = (what: string) => typeof sessionid === "string" ? cannot(what) : undefined;
  switch (action) {
    case "poweraction":
      return answer("a browser tab cannot turn its computer off, restart or suspend it");
    case "uninstallagent":
    case "agentupdate":
      return answer("this agent is part of a web page: change the page");
    case "getcoredump":
      return { action, value: false };
    default:
      return undefined;
  }
}

function cannot(what: string): JsonObject {
  return { action: "msg", type: "console", value: `Not possible: ${what}.` };
}
