import type { JsonObject } from "../../protocol/mod.ts";
import { admit, isRefusal } from "../admit.ts";
import { consoleOutputOf } from "../console_output.ts";
import type { AgentSession } from "../feature.ts";
import { revealed } from "../outside_text.ts";
import { REQUEST_TIMEOUT } from "../person.ts";
import { REASONS, type Refusal, reportRefusal } from "../refusal.ts";
import { operatorFact } from "../said.ts";
import type { Shell } from "./shell.ts";

/** Characters of output that are sent back; how many more there were is said. */
const MAX_OUTPUT = 1_000_000;
/** Characters of commands that are run; longer ones are refused. */
const MAX_COMMANDS = 65_536;
const TOO_LONG = `The commands are longer than ${MAX_COMMANDS} characters. None of them ran.`;
/** Characters of the commands that the person is shown. */
const MAX_SHOWN = 500;

/** The line for which clients wait. */
const COMPLETED = "Run commands completed.";

/**
 * `runcommands`: lines for the shell without a terminal (meshctrl `runcommand`, the UI's "Run
 * commands"). Counts as a terminal: the person is asked as for one, and sees what would run.
 *
 * With `reply`, the output is the answer; `error` says that they did not run. Without, it goes to the console, as from the native agent
 * (`agents/meshcore.js`): to every operator who has the device's console open, between a line with
 * the commands and the line `Run commands completed.`, for which clients wait. That line ends
 * commands that were refused as well.
 */
export async function runCommands(
  message: JsonObject,
  session: AgentSession,
  shell: Shell,
): Promise<void> {
  const { cmds, reply, responseid, sessionid, runAsUser } = message;
  if (typeof cmds !== "string") return;
  const to: JsonObject = typeof sessionid === "string" ? { sessionid } : {};
  const run = async (): Promise<{ readonly text: string; readonly error?: Refusal | "failed" }> => {
    if (cmds.length > MAX_COMMANDS) return { text: TOO_LONG, error: "failed" };
    try {
      const error = await refusalOf(cmds, message, session);
      if (error !== undefined) return { text: REASONS[error], error };
      return { text: await outputOf(cmds, session, shell) };
    } catch (error) {
      return { text: `${error instanceof Error ? error.message : error}`, error: "failed" };
    }
  };
  if (reply) {
    const { text, error } = await run();
    const id: JsonObject = responseid === undefined ? {} : { responseid };
    const answer: JsonObject = { action: "msg", type: "runcommands", result: text, ...id, ...to };
    session.send(error === undefined ? answer : { ...answer, error });
    return;
  }
  const output = consoleOutputOf(session);
  const user = typeof runAsUser === "number" ? runAsUser : 0;
  const begin = `Run commands (${user}): ${cut(cmds, MAX_COMMANDS)}`;
  output.send(begin, to);
  const { text } = await run();
  for (const line of text === "" ? [COMPLETED] : [text, COMPLETED]) {
    // Commands at the same time may end one after the other with the same line. Clients read these
    // lines, so none is marked: the line with the commands separates them.
    if (output.wouldMark(line)) output.send(begin, to);
    output.send(line, to);
  }
}

/** Asks or tells the person; undefined if the commands may run. */
async function refusalOf(
  commands: string,
  message: JsonObject,
  session: AgentSession,
): Promise<Refusal | undefined> {
  const label = commands.length > MAX_SHOWN
    ? `Commands (${commands.length} characters in all)`
    : "Commands";
  const wish = {
    title: "Allow these commands?",
    what: "run commands in this page",
    // Last, and without quotation marks, which may be in the commands.
    facts: [operatorFact(message), { label, value: [{ outside: revealed(commands, MAX_SHOWN) }] }],
  };
  const flags = typeof message.consent === "number" ? message.consent : 0;
  const options = { flags, signal: session.signal, seconds: REQUEST_TIMEOUT };
  const admission = await admit(session.access, "terminal", wish, options);
  if (!isRefusal(admission)) return undefined;
  reportRefusal(session, message, `Request to ${wish.what}`, REASONS[admission]);
  return admission;
}

async function outputOf(commands: string, session: AgentSession, shell: Shell): Promise<string> {
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
