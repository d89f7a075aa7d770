import type { JsonObject } from "../protocol/mod.ts";
import { logEvent } from "./event_log.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { askPerson } from "./person.ts";
import { returnAddress, shortText } from "./reply.ts";

/** What {@linkcode openUrlFeature} may be told. */
export interface OpenUrlOptions {
  /** What opens an address; false when it could not. @default a new tab, without access to this one */
  readonly open?: (url: string) => boolean;
}

/**
 * Opens web addresses that operators send, MeshCentral's chat window among them. The person is always
 * asked first: the click is also what browsers want before they open a tab.
 */
export function openUrlFeature({ open = openTab }: OpenUrlOptions = {}): AgentFeature {
  return {
    name: "openurl",
    capabilities: 0,
    receive(message, session) {
      const relayed = message.action === "msg" && message.type === "openUrl";
      if (!relayed && message.action !== "openUrl") return false;
      void answer(message, session, relayed, open);
      return true;
    },
  };
}

async function answer(
  message: JsonObject,
  session: AgentSession,
  relayed: boolean,
  open: (url: string) => boolean,
): Promise<void> {
  const url = webAddress(message.url);
  const who = shortText(message.username, 100) || "An administrator";
  const success = url !== undefined && await askPerson(session.access, {
    title: "Open this address?",
    text: `${who} would like to open ${url} in a new tab.`,
  }, session.signal) && open(url);
  if (success) logEvent(session, [20, `Opening: ${url}`, url], message);
  const kind: JsonObject = relayed ? { action: "msg", type: "openUrl" } : { action: "openUrl" };
  session.send({ ...kind, url: url ?? "", success, ...returnAddress(message) });
}

/** `http:` and `https:` only: other schemes start programs, or scripts in this page. */
function webAddress(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 2000 || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
}

function openTab(url: string): boolean {
  // With noopener the answer is always null.
  globalThis.open?.(url, "_blank", "noopener,noreferrer");
  return typeof globalThis.open === "function";
}
