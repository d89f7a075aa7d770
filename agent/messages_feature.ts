import type { JsonObject } from "../protocol/mod.ts";
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

async function show({ title, msg, username }: JsonObject, session: AgentSession): Promise<void> {
  const from = shortText(username, 100);
  const heading = shortText(title, 200) || "MeshCentral";
  const text = `${shortText(msg)}${from === "" ? "" : `\n— ${from}`}`;
  (await personOf(session.access)).notify(heading, text);
}
