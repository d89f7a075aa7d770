import type { JsonObject } from "../protocol/mod.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { returnAddress } from "./reply.ts";

/**
 * Answers what a browser tab cannot do, since MeshCentral's UI waits for an answer or shows nothing:
 * processes, services, power, user sessions, updates.
 */
export function limitsFeature(): AgentFeature {
  return {
    name: "limits",
    capabilities: 0,
    start: battery,
    receive(message, session) {
      const answer = message.action === "msg" ? relayed(message) : direct(message);
      if (answer !== undefined) session.send({ ...answer, ...returnAddress(message) });
      return answer !== undefined;
    },
  };
}

function relayed({ type }: JsonObject): JsonObject | undefined {
  switch (type) {
    case "userSessions": // no session of another user: the desktop connects at once
      return { action: "msg", type, data: {} };
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

/** `navigator.getBattery()`, which only Chromium has. */
interface Battery extends EventTarget {
  readonly charging: boolean;
  readonly level: number;
}

/** Tells the battery's state, at first and at each change. */
async function battery({ send, signal }: AgentSession): Promise<void> {
  const navigator = globalThis.navigator as unknown as
    | { getBattery?(): Promise<Battery> }
    | undefined;
  const battery = await navigator?.getBattery?.().catch(() => undefined);
  if (battery === undefined) return;
  const tell = () => {
    const state = battery.charging ? "ac" : "dc";
    send({ action: "battery", state, level: Math.round(battery.level * 100) });
  };
  tell();
  for (const event of ["chargingchange", "levelchange"]) {
    battery.addEventListener(event, tell, { signal });
  }
}
