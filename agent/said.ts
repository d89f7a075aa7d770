import type { JsonObject } from "../protocol/mod.ts";
import { oneLine } from "./outside_text.ts";

/**
 * A text of the agent with texts from outside in it. A string is the agent's own. `outside` comes
 * from a server, an operator or a file: one line, safe to show, and possibly a lie.
 */
export type Said = readonly (string | { readonly outside: string })[];

/** One labeled line of a question or notice. */
export interface Fact {
  /** Text of the agent. */
  readonly label: string;
  /** What it is about. */
  readonly value: Said;
}

/** Joins the parts to one line of plain text; each text from outside is isolated (UAX #9). */
export function plain(said: Said): string {
  return said.map((part) => typeof part === "string" ? part : isolated(part.outside)).join("");
}

/** Joins a sentence and its facts to one line of plain text. The sentence comes first. */
export function plainText(sentence: string, facts: readonly Fact[]): string {
  return [sentence, facts.map(({ label, value }) => `${label}: ${plain(value)}`).join("; ")]
    .filter(Boolean).join(" ");
}

/** A text from outside in quotation marks. */
export function quoted(outside: string): Said {
  return ['"', { outside }, '"'];
}

/**
 * Names the operator of a request: the real name or a guest's name, in quotation marks, never
 * without the login name, which is unique on the server.
 */
export function operatorOf({ username, realname, guestname }: JsonObject): Said {
  const login = oneLine(username);
  const guest = oneLine(guestname);
  const name = guest || oneLine(realname);
  if (login === "" && name === "") return ["an operator whom the server does not name"];
  if (name === "" || name === login && guest === "") return quoted(login);
  const account = login === "" ? [" (no login)"] : [" (login ", ...quoted(login), ")"];
  return [guest === "" ? "" : "guest ", ...quoted(name), ...account];
}

/** The fact that names the operator. */
export function operatorFact(message: JsonObject): Fact {
  return { label: "Operator", value: operatorOf(message) };
}

/** Characters of ASCII, an ellipsis and a line end have no direction that could leak into the text around them. */
function isolated(text: string): string {
  return /^[ -~…⏎]*$/.test(text) ? text : `\u2068${text}\u2069`;
}
