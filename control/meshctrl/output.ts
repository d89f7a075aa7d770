/**
 * What meshctrl prints when something is wrong. Its exit code is 0 then, too.
 *
 * @module
 */
import { parseJson } from "../../protocol/parse_json.ts";
import { ControlError, type ControlErrorCode } from "../errors.ts";
import { rejection } from "../results.ts";

const failures: readonly (readonly [RegExp, ControlErrorCode, string])[] = [
  [/^Invalid login/, "login-refused", "The server refused the login."],
  [/^Authentication token required/, "token-required", "The account needs a second factor."],
  [/^URL key is invalid/, "login-key-required", "The server wants a login key."],
  [/^Unable to (connect|resolve)/, "connect-failed", "There is no connection to the server."],
  [
    /^(Invalid (command|url)|Missing |No action)|issing, use --/,
    "bad-options",
    "meshctrl was called wrongly.",
  ],
];

/** Throws when a text that meshctrl printed says that it never got to asking the server. */
export function expectLogin(output: string): void {
  const [line = ""] = lines(output);
  for (const [pattern, code, what] of failures) {
    if (pattern.test(line)) throw new ControlError(code, what, { result: line });
  }
  if (isEmptyAnswer(output)) {
    const what = "An answer of [{}] counts as a failed login.";
    throw new ControlError("login-refused", what, { result: output.trim() });
  }
}

/**
 * Throws unless meshctrl printed that a change was made: `ok`, `ok` and the new id, or
 * `Added user …`. Returns that id, if there is one.
 *
 * @param what was not done, as the start of a sentence.
 */
export function expectDone(output: string, what: string): string | undefined {
  expectLogin(output);
  const all = lines(output);
  const [line] = all;
  const done = /^ok(?: (\S+))?$/i.exec(line ?? "");
  if (done !== null) return done[1];
  if (/^Added user/.test(line ?? "")) return undefined;
  throw rejection(line, what);
}

/** The lines that are not empty, without blanks around them; line ends are mixed. */
export function lines(output: string): readonly string[] {
  return output.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
}

/** The error for a text in which what was asked for was not found. */
export function unexpected(output: string, what: string): ControlError {
  expectLogin(output);
  return rejection(lines(output)[0], what);
}

function isEmptyAnswer(output: string): boolean {
  const json = parseJson(output);
  if (!Array.isArray(json) || json.length !== 1) return false;
  const [only]: unknown[] = json;
  return typeof only === "object" && only !== null && Object.keys(only).length === 0;
}
