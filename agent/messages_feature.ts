import type { JsonObject } from "../protocol/mod.ts";
import { logEvent } from "./event_log.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { oneLine, paragraph } from "./outside_text.ts";
import { notifyPerson } from "./person.ts";
import { shortText } from "./reply.ts";
import { operatorFact, quoted } from "./said.ts";

/** Shows messages of operators: toast and message box, `meshctrl devicetoast`, `devicemessage`. */
export function messagesFeature(): AgentFeature {
  return {
    name: "messages",
    capabilities: 0,
    receive(message, session) {
      const { action, type } = message;
      const kind = KINDS.get(action === "toast" ? action : `${action}/${type}`);
      if (kind === undefined) return false;
      void show(message, session, kind);
      return true;
    },
  };
}

type Kind = readonly [id: number, what: string];

/** The messages that are shown, and what the event log calls each. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["msg/messagebox", [18, "message box"]],
  ["msg/alertbox", [158, "alert box"]],
  ["toast", [26, "toast message"]],
]);

async function show(
  message: JsonObject,
  session: AgentSession,
  [id, what]: Kind,
): Promise<void> {
  const heading = shortText(message.title, 200) || "MeshCentral";
  const said = shortText(message.msg);
  await notifyPerson(session.access, {
    title: "Message",
    sentence: "An operator has sent a message.",
    facts: [operatorFact(message), { label: "Title", value: quoted(oneLine(heading)) }],
    body: paragraph(said, said.length),
  });
  const entry = `Displaying ${what}, title=${heading}, message=${said}`;
  logEvent(session, [id, entry, heading, said], message);
}
