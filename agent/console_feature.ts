import type { JsonObject } from "../protocol/mod.ts";
import { Capability } from "../protocol/capability.ts";
import { mayUseConsole } from "../protocol/tunnel/rights.ts";
import { checkOptions } from "./check_options.ts";
import { consoleOutputOf } from "./console_output.ts";
import { browserName, factsNavigator } from "./device_facts.ts";
import { logEvent } from "./event_log.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { pageFacts } from "./terminal/page_commands.ts";
import { hubOf } from "./tunnel/hub.ts";

/** A command of the agent's console: the rest of the line in, text out. */
export type ConsoleCommand = (
  rest: string,
  session: AgentSession,
) => string | Promise<string>;

/** What {@linkcode consoleFeature} may be told. */
export interface ConsoleOptions {
  /** More commands, by name. */
  readonly commands?: Readonly<Record<string, ConsoleCommand>>;
}

const COMMANDS: Readonly<Record<string, ConsoleCommand>> = {
  info: (_rest, { nodeId }) => table([["node", nodeId], ...pageFacts()]),
  sysinfo: () => {
    const { hardwareConcurrency, deviceMemory } = factsNavigator();
    return table([
      ["browser", browserName()],
      ["processors", String(hardwareConcurrency ?? "not told")],
      ["memory", deviceMemory === undefined ? "not told" : `${deviceMemory} GiB or more`],
    ]);
  },
  netinfo: () => {
    const { connection, onLine } = factsNavigator();
    return table([
      ["online", String(onLine ?? true)],
      ["type", connection?.effectiveType ?? "not told"],
      ["downlink", connection?.downlink ? `${connection.downlink} Mbit/s` : "not told"],
    ]);
  },
  sessions: (_rest, session) => {
    const { guests } = hubOf(session);
    return guests.map(({ name, kind }) => `${kind}: ${name}`).join("\r\n") ||
      "Nobody is connected.";
  },
  ping: () => "pong",
};

/**
 * The Console tab of MeshCentral's device page. Its commands only tell; nothing is changed, so the
 * person at the page is not asked. Wants the rights of remote control and console together.
 */
export function consoleFeature(options: ConsoleOptions = {}): AgentFeature {
  checkOptions(options, { commands: 1 }, "consoleFeature: ");
  const { commands = {} } = options;
  const known = new Map(Object.entries({ ...COMMANDS, ...commands }));

  const answer = async (line: string, session: AgentSession): Promise<string> => {
    const name = line.trim().split(/\s+/)[0]?.toLowerCase() ?? "";
    if (name === "help" || name === "") {
      return `Available commands: help, ${[...known.keys()].join(", ")}.`;
    }
    const command = known.get(name);
    if (command === undefined) {
      return `Unknown command "${name.slice(0, 40)}" (this agent is a browser tab), type "help".`;
    }
    try {
      return await command(line.trim().slice(name.length).trim(), session);
    } catch (error) {
      return `${name} failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  const reply = async (
    line: string,
    message: JsonObject,
    session: AgentSession,
  ): Promise<void> => {
    const { rights } = message;
    const allowed = typeof rights === "number" && mayUseConsole(rights);
    if (allowed) logEvent(session, [17, `Processing console command: ${line}`, line], message);
    const text = allowed ? await answer(line, session) : "Denied.";
    consoleOutputOf(session).send(text, { sessionid: message.sessionid ?? "" });
  };

  return {
    name: "console",
    capabilities: Capability.Console,
    receive(message, session) {
      if (message.action !== "msg" || message.type !== "console") return false;
      const { value, sessionid } = message;
      // Without a session the answer would go to everybody who may see the device.
      if (typeof value === "string" && typeof sessionid === "string") {
        void reply(value, message, session);
      }
      return true;
    },
  };
}

function table(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([name, value]) => `${name.padEnd(11)} ${value}`).join("\r\n");
}
