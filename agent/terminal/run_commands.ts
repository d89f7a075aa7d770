import type { JsonObject } from "../../protocol/mod.ts";
import { admit, isRefusal } from "../admit.ts";
import type { AgentSession } from "../feature.ts";
import { revealed } from "../outside_text.ts";
import { REQUEST_TIMEOUT } from "../person.ts";
import { REASONS, type Refusal, reportRefusal } from "../refusal.ts";
import { operatorFact } from "../said.ts";
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
  const { cmds, reply, responseid, sessionid } = message;
  if (typeof cmds !== "string") return;
  const error = await refusalOf(cmds, message, session);
  const text = error === undefined ? await outputOf(cmds, session, shell) : REASONS[error];
  const to: JsonObject = typeof sessionid === "string" ? { sessionid } : {};
  if (reply === true && responseid !== undefined) {
    const answer: JsonObject = {
      action: "msg",
      type: "runcommands",
      result: text,
      responseid,
      ...to,
    };
    session.send(error === undefined ? answer : { ...answer, error });
  } else if (typeof sessionid === "string") {
    // Without a session it would go to everybody who may see the device.
    session.send({ action: "msg", type: "console", value: text, ...to });
  }
}

/** Asks or tells the person; undefined if the commands may run. */
async function refusalOf(
  commands: string,
  message: JsonObject,
  session: AgentSession,
): Promise<Refusal | undefined> {
  if (commands.length > MAX_COMMANDS) return undefined;
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
  if (commands.length > MAX_COMMANDS) return "Too long.";
  let output = "";
  await shell.run(commands, (text) => {
    if (output.length < MAX_OUTPUT) output += text;
  }, session.signal);
  return output.slice(0, MAX_OUTPUT);
}
