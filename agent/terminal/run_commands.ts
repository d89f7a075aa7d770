import type { JsonObject } from "../../protocol/mod.ts";
import { consentLevel } from "../access.ts";
import type { AgentSession } from "../feature.ts";
import { askPerson, personOf } from "../person.ts";
import type { Shell } from "./shell.ts";

/** Characters of output that are sent back. */
const MAX_OUTPUT = 1_000_000;
/** Characters of commands that are taken. */
const MAX_COMMANDS = 65_536;
/** Characters of the commands that the person is shown. */
const MAX_SHOWN = 500;

/**
 * `runcommands`: lines for the shell without a terminal (meshctrl `runcommand`, the UI's "Run
 * commands"). Counts as a terminal: the person is asked as for one, and sees what would run.
 */
export async function runCommands(
  message: JsonObject,
  session: AgentSession,
  shell: Shell,
): Promise<void> {
  const { cmds, reply, responseid, sessionid, consent } = message;
  if (typeof cmds !== "string") return;
  const text = await outputOf(cmds, typeof consent === "number" ? consent : 0, session, shell);
  const to: JsonObject = typeof sessionid === "string" ? { sessionid } : {};
  if (reply === true && responseid !== undefined) {
    session.send({ action: "msg", type: "runcommands", result: text, responseid, ...to });
  } else if (typeof sessionid === "string") {
    // Without a session it would go to everybody who may see the device.
    session.send({ action: "msg", type: "console", value: text, ...to });
  }
}

async function outputOf(
  commands: string,
  consent: number,
  session: AgentSession,
  shell: Shell,
): Promise<string> {
  if (commands.length > MAX_COMMANDS) return "Too long.";
  const shown = commands.slice(0, MAX_SHOWN);
  const text = `An administrator would like to run: ${shown}${shown === commands ? "" : " …"}`;
  const level = consentLevel(session.access, "terminal", consent);
  if (level === "notify") (await personOf(session.access)).notify("Remote commands", text);
  if (level === "prompt") {
    const question = { title: "Allow these commands?", text };
    if (!await askPerson(session.access, question, session.signal)) {
      return "Denied by the person at this page.";
    }
  }
  let output = "";
  await shell.run(commands, (text) => {
    if (output.length < MAX_OUTPUT) output += text;
  }, session.signal);
  return output.slice(0, MAX_OUTPUT);
}
