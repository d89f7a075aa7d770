import type { AgentFeature, AgentSession } from "../agent/mod.ts";

type Answer = Parameters<AgentSession["send"]>[0];

/** What the server passed on to a {@linkcode scriptedFeature}. */
export interface ScriptedAgent {
  readonly feature: AgentFeature;
  /** The messages, the earliest first. */
  readonly received: Readonly<Record<string, unknown>>[];
  /** Its clipboard. */
  clipboard: string;
}

/**
 * A stand-in for what a native agent's core does with operators' messages: it answers as that one
 * does (`agents/meshcore.js` of MeshCentral 1.1.55), without doing anything. In a tunnel it repeats what
 * it hears, and a control message to the console.
 *
 * @param server its WebSocket URL.
 */
export function scriptedAgent(server: string): ScriptedAgent {
  const agent: ScriptedAgent = {
    received: [],
    clipboard: "",
    feature: {
      name: "scripted",
      capabilities: 8,
      receive(message, session) {
        agent.received.push(message);
        const { action, type = "", tag = "", responseid = "" } = message;
        const { sessionid } = message;
        const send = (answer: Answer): void =>
          // Without a session the server tells every operator of the device.
          session.send(sessionid === undefined ? answer : { ...answer, sessionid });
        if (action === "runcommands" && message["reply"] === true) {
          const result = `ran ${message["cmds"]}\n`;
          send({ action: "msg", type: "runcommands", result, responseid });
          return true;
        }
        if (action !== "msg") return action === "runcommands" || action === "poweraction";
        const answer = { action: "msg", type };
        switch (type) {
          case "console":
            send({ ...answer, value: `> ${message["value"]}` });
            send({ ...answer, value: "done" });
            return true;
          case "getclip":
            // An empty clipboard is answered with silence.
            if (agent.clipboard !== "") send({ ...answer, data: agent.clipboard, tag });
            return true;
          case "setclip":
            agent.clipboard = String(message["data"]);
            send({ ...answer, success: true });
            return true;
          case "tunnel":
            enterTunnel(String(message["value"]).replace("*", server));
            return true;
          case "openUrl":
            send({ ...answer, url: message["url"] ?? "", success: message["url"] !== "bad:" });
            return true;
          default:
            return type === "messagebox";
        }
      },
    },
  };
  return agent;
}

function enterTunnel(url: string): void {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  let open = false;
  socket.addEventListener("message", ({ data }) => {
    if (!open && data === "c") {
      open = true;
      socket.send(JSON.stringify({ ctrlChannel: "102938", type: "console", msg: "Hello" }));
    } else if (data === "close") {
      socket.close();
    } else {
      socket.send(data);
    }
  });
}
