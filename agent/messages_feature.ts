import type { JsonObject } from "../protocol/mod.ts";
import { logEvent } from "./event_log.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { personOf } from "./person.ts";
import { shortText } from "./reply.ts";

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
  const { title, msg, username } = message;
  const from = shortText(username, 100);
  const heading = shortText(title, 200) || "MeshCentral";
  const said = shortText(msg);
  const text = `${said}${from === "" ? "" : `\n— ${from}`}`;
  (await personOf(session.access)).notify(heading, text);
  const entry = `Displaying ${what}, title=${heading}, message=${said}`;
  logEvent(session, [id, entry, heading, said], message);
}
