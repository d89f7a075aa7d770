import { checkOptions } from "./check_options.ts";
import type { JsonObject } from "../protocol/mod.ts";
import { carryOut, type Outcome } from "./admit.ts";
import { logEvent } from "./event_log.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { oneLine } from "./outside_text.ts";
import { REASONS } from "./refusal.ts";
import { returnAddress } from "./reply.ts";
import { quoted } from "./said.ts";

/** Options for {@linkcode openUrlFeature}. */
export interface OpenUrlOptions {
  /**
   * Opens an address; returns false if it could not, and throws a `NotAllowedError` if the browser
   * demands a click first. @default a new tab, without access to this one
   */
  readonly open?: (url: string) => boolean;
}

/** Characters of an address that the person is shown. */
const MAX_SHOWN = 200;

/**
 * Opens web addresses that operators send, MeshCentral's chat window among them. The person is asked
 * or told as for a desktop. Browsers open a tab after a click only, so that for a new tab the person is
 * asked even without consent.
 */
export function openUrlFeature(options: OpenUrlOptions = {}): AgentFeature {
  checkOptions(options, { open: 1 }, "openUrlFeature: ");
  const { open = openTab } = options;
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
  const outcome: Outcome<boolean> = url === undefined ? { error: "unavailable" } : await carryOut(
    session,
    message,
    wishFor(url),
    () => new Promise((resolve) => resolve(open(url.href))),
  );
  const kind: JsonObject = relayed ? { action: "msg", type: "openUrl" } : { action: "openUrl" };
  const success = "value" in outcome && outcome.value;
  if (success) logEvent(session, [20, `Opening: ${url?.href}`, url?.href ?? ""], message);
  const error = "error" in outcome ? outcome.error : "unavailable";
  session.send({
    ...kind,
    url: url?.href ?? "",
    success,
    ...(success ? {} : { error, reason: REASONS[error] }),
    ...returnAddress(message),
  });
}

/** What comes before the host, such as `bank.example@`, and a long path cannot hide the host. */
function wishFor({ host, href }: URL) {
  return {
    title: "Open this address?",
    what: "open an address in a new tab",
    facts: [
      { label: "Site", value: quoted(oneLine(host, MAX_SHOWN)) },
      { label: "Address", value: quoted(oneLine(href, MAX_SHOWN)) },
    ],
  };
}

/** `http:` and `https:` only: other schemes start programs, or scripts in this page. */
function webAddress(value: unknown): URL | undefined {
  if (typeof value !== "string" || value.length > 2000 || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.protocol === "https:" || url.protocol === "http:" ? url : undefined;
}

function openTab(url: string): boolean {
  // A tab that a browser blocks cannot be told from one that it opens: with noopener the answer is
  // always null.
  if (globalThis.navigator?.userActivation?.isActive === false) {
    throw new DOMException("a tab opens only after a click", "NotAllowedError");
  }
  globalThis.open?.(url, "_blank", "noopener,noreferrer");
  return typeof globalThis.open === "function";
}
