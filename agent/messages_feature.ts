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
      const box = message.action === "msg" &&
        (message.type === "messagebox" || message.type === "alertbox");
      if (!box && message.action !== "toast") return false;
      void show(message, session);
      return true;
    },
  };
}

/** What the event log says of each kind. */
const LOGGED = {
  messagebox: [18, "message box"],
  alertbox: [158, "alert box"],
  toast: [26, "toast message"],
} as const;

async function show(message: JsonObject, session: AgentSession): Promise<void> {
  const { title, msg, username } = message;
  const from = shortText(username, 100);
  const heading = shortText(title, 200) || "MeshCentral";
  const said = shortText(msg);
  const text = `${said}${from === "" ? "" : `\n— ${from}`}`;
  (await personOf(session.access)).notify(heading, text);
  const [id, what] = LOGGED[(message.type ?? message.action) as keyof typeof LOGGED];
  const entry = `Displaying ${what}, title=${heading}, message=${said}`;
  logEvent(session, [id, entry, heading, said], message);
}
