import type { JsonObject } from "../protocol/mod.ts";
import { carryOut } from "./admit.ts";
import { logEvent } from "./event_log.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { revealed } from "./outside_text.ts";
import { REASONS, type Refusal } from "./refusal.ts";
import { returnAddress } from "./reply.ts";

/** Reads and writes text; the part of `navigator.clipboard` that is used. */
export interface ClipboardLike {
  /** What is in it. */
  readText(): Promise<string>;
  /** Replaces it. */
  writeText(text: string): Promise<void>;
}

/** Characters that are taken over. */
const MAX_TEXT = 1_000_000;

/** Characters of a text that the person is shown. */
const MAX_SHOWN = 200;

/** The tag by which MeshCentral's page puts the answer into the operator's own clipboard. */
const INTO_CLIPBOARD = 2;

/**
 * The clipboard for MeshCentral's Desktop tab. The person is asked or told as for a desktop; where the
 * browser demands a click before a page reads its clipboard, the person is always asked.
 */
export function clipboardFeature(clipboard?: ClipboardLike): AgentFeature {
  return {
    name: "clipboard",
    capabilities: 0,
    receive(message, session) {
      if (message.action !== "msg") return false;
      if (message.type === "getclip") void get(message, session, clipboard);
      else if (message.type === "setclip") void set(message, session, clipboard);
      else return false;
      return true;
    },
  };
}

const TITLE = "Allow access to your clipboard?";

async function get(
  message: JsonObject,
  session: AgentSession,
  clipboard?: ClipboardLike,
): Promise<void> {
  const wish = { title: TITLE, what: "read your clipboard", facts: [] };
  const outcome = await carryOut(
    session,
    message,
    wish,
    async () => (await used(clipboard).readText()).slice(0, MAX_TEXT),
  );
  const answer = { action: "msg", type: "getclip", ...returnAddress(message) };
  if ("value" in outcome) {
    const data = outcome.value;
    if (data !== "") log(21, "Getting", data, message, session);
    session.send({ ...answer, data });
  } else if (message.tag !== INTO_CLIPBOARD) {
    // An empty text, since MeshCentral's page shows it as it is. Into the operator's own clipboard it
    // would put it as well, so there the notification has to do.
    session.send({ ...answer, data: "", ...failure(outcome.error) });
  }
}

async function set(
  message: JsonObject,
  session: AgentSession,
  clipboard?: ClipboardLike,
): Promise<void> {
  const { data } = message;
  const answer = { action: "msg", type: "setclip", ...returnAddress(message) };
  if (typeof data !== "string" || data.length > MAX_TEXT) {
    return session.send({ ...answer, success: false, ...failure("unavailable") });
  }
  const label = data.length > MAX_SHOWN ? `Text (${data.length} characters in all)` : "Text";
  // Last, and without quotation marks, which may be in the text.
  const facts = [{ label, value: [{ outside: revealed(data, MAX_SHOWN) }] }];
  const wish = { title: TITLE, what: "put a text into your clipboard", facts };
  const outcome = await carryOut(session, message, wish, () => used(clipboard).writeText(data));
  const success = "value" in outcome;
  if (success) log(22, "Setting", data, message, session);
  session.send({ ...answer, success, ...(success ? {} : failure(outcome.error)) });
}

function used(clipboard: ClipboardLike | undefined): ClipboardLike {
  return clipboard ?? navigator.clipboard;
}

function failure(error: Refusal): JsonObject {
  return { error, reason: REASONS[error] };
}

function log(id: number, what: string, text: string, by: JsonObject, session: AgentSession): void {
  const entry = `${what} clipboard content, ${text.length} byte(s)`;
  logEvent(session, [id, entry, text.length], by);
}
