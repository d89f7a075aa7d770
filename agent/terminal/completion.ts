import { harmless } from "./display_unit.ts";

/** Candidates that are listed; how many more there are is said. */
const MAX_LISTED = 100;

/** What Tab does: text to insert, or a list to show. */
export type Completion =
  | { readonly type: "insert"; readonly text: string }
  | { readonly type: "list"; readonly text: string }
  | { readonly type: "nothing" };

/** Completes the last word of a line from the words that could stand there. */
export function completeWord(line: string, words: readonly string[]): Completion {
  const word = line.match(/\S*$/)?.[0] ?? "";
  const candidates = words.filter((text) => text.startsWith(word));
  const [first] = candidates;
  if (first === undefined) return { type: "nothing" };
  const common = candidates.reduce(commonStart, first);
  const space = candidates.length === 1 && !common.endsWith("/") ? " " : "";
  const text = `${common.slice(word.length)}${space}`;
  if (text !== "") return { type: "insert", text };
  if (candidates.length < 2) return { type: "nothing" };
  const more = candidates.length - MAX_LISTED;
  const listed = candidates.slice(0, MAX_LISTED).map(harmless).join("  ");
  return { type: "list", text: more > 0 ? `${listed}\r\n… and ${more} more` : listed };
}

/** The common start of two texts, in whole characters. */
function commonStart(a: string, b: string): string {
  let length = 0;
  for (const character of a) {
    if (!b.startsWith(character, length)) break;
    length += character.length;
  }
  return a.slice(0, length);
}
