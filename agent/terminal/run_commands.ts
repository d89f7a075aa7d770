import type { JsonObject } from "../../protocol/mod.ts";
import { consentLevel } from "../access.ts";
import type { AgentSession } from "../feature.ts";
import { askPerson, personOf } from "../person.ts";
import type { Shell } from "./shell.ts";

/** Characters of output that are sent back; how many more there were is said. */
const MAX_OUTPUT = 1_000_000;
/** Characters of commands that are run; longer ones are refused. */
const MAX_COMMANDS = 65_536;
/** Characters of the commands that the person is shown. */
const MAX_SHOWN = 500;

/**
 * `runcommands`: lines for the shell without a terminal (meshctrl `runcommand`, the UI's "Run
 * commands"). Counts as a terminal: the person is asked as for one, and sees what would run.
 *
 * With `reply`, the output is the answer. Without, it goes to the console, as from the native agent
 * (`agents/meshcore.js`): to every operator who has the device's console open, between a line with
 * the commands and the line `Run commands completed.`, for which clients wait. That line ends
 * commands that were refused as well.
 */
export async function runCommands(
  message: JsonObject,
  session: AgentSession,
  shell: Shell,
): Promise<void> {
  const { cmds, reply, responseid, sessionid, consent, runAsUser } = message;
  if (typeof cmds !== "string") return;
  const to: JsonObject = typeof sessionid === "string" ? { sessionid } : {};
  const output = () =>
    outputOf(cmds, typeof consent === "number" ? consent : 0, session, shell)
      .catch((error) => `${error instanceof Error ? error.message : error}`);
  if (reply) {
    const result = await output();
    const id: JsonObject = responseid === undefined ? {} : { responseid };
    session.send({ action: "msg", type: "runcommands", result, ...id, ...to });
    return;
  }
  const log = (value: string) => session.send({ action: "msg", type: "console", value, ...to });
  log(
    `Run commands (${typeof runAsUser === "number" ? runAsUser : 0}): ${cut(cmds, MAX_COMMANDS)}`,
  );
  const text = await output();
  if (text !== "") log(text);
  // The server closes an agent that sends the same console line again and again; the line with the
  // commands, in between, keeps that from happening.
  log("Run commands completed.");
}

async function outputOf(
  commands: string,
  consent: number,
  session: AgentSession,
  shell: Shell,
): Promise<string> {
  if (commands.length > MAX_COMMANDS) {
    return `The commands are longer than ${MAX_COMMANDS} characters. None of them ran.`;
  }
  const text = `An administrator would like to run: ${cut(commands, MAX_SHOWN)}`;
  const level = consentLevel(session.access, "terminal", consent);
  if (level === "notify") (await personOf(session.access)).notify("Remote commands", text);
  if (level === "prompt") {
    const question = { title: "Allow these commands?", text };
    if (!await askPerson(session.access, question, session.signal)) {
      return "Denied by the person at this page.";
    }
  }
  let output = "";
  let length = 0;
  await shell.run(commands, (text) => {
    length += text.length;
    if (output.length <= MAX_OUTPUT) output += text.slice(0, MAX_OUTPUT + 1 - output.length);
  }, session.signal);
  if (length <= MAX_OUTPUT) return output;
  const start = whole(output.slice(0, MAX_OUTPUT));
  return `${start}\n[${length - start.length} more characters of output are not shown]\n`;
}

/** The start of a text, marked if it is not all. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : `${whole(text.slice(0, length))} …`;
}

/** Without the first half of a character at the end. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}
