import type { JsonObject } from "../protocol/mod.ts";
import { logEvent } from "./event_log.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { askPerson } from "./person.ts";
import { returnAddress, shortText } from "./reply.ts";

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

/** The clipboard for MeshCentral's Desktop tab. The person is always asked first. */
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

async function get(
  message: JsonObject,
  session: AgentSession,
  clipboard: ClipboardLike = navigator.clipboard,
): Promise<void> {
  const data = await ask(session, message, "read your clipboard") &&
    await clipboard.readText().catch(() => undefined);
  if (data) log(21, "Getting", data, message, session);
  // MeshCentral has no way to say no; an empty text is what its UI shows nothing for.
  session.send({
    action: "msg",
    type: "getclip",
    data: (data || "").slice(0, MAX_TEXT),
    ...returnAddress(message),
  });
}

async function set(
  message: JsonObject,
  session: AgentSession,
  clipboard: ClipboardLike = navigator.clipboard,
): Promise<void> {
  const { data } = message;
  const success = typeof data === "string" && data.length <= MAX_TEXT &&
    await ask(session, message, `put this into your clipboard: ${shown(data)}`) &&
    await clipboard.writeText(data).then(() => true, () => false);
  if (success) log(22, "Setting", data, message, session);
  session.send({ action: "msg", type: "setclip", success, ...returnAddress(message) });
}

/** Nobody agrees to what they were not told is there. */
function shown(text: string): string {
  const begin = shortText(text, MAX_SHOWN);
  return begin === text ? text : `${begin} … (${text.length} characters in all)`;
}

function log(id: number, what: string, text: string, by: JsonObject, session: AgentSession): void {
  const entry = `${what} clipboard content, ${text.length} byte(s)`;
  logEvent(session, [id, entry, text.length], by);
}

function ask(session: AgentSession, { username }: JsonObject, what: string): Promise<boolean> {
  const who = shortText(username, 100) || "An administrator";
  const question = {
    title: "Allow access to your clipboard?",
    text: `${who} would like to ${what}`,
  };
  return askPerson(session.access, question, session.signal);
}
