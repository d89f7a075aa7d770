/**
 * Text of agents is hostile: it may hold HTML (which is never parsed here), terminal escapes,
 * characters that turn the direction of writing or take no room, and megabytes.
 *
 * @module
 */

/** Terminal sequences: CSI, OSC and single ones. */
// deno-lint-ignore no-control-regex
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])/g;
/** Marks of direction, and what is invisible. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
/** Controls but tab and line feed. */
// deno-lint-ignore no-control-regex
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** One line that may be shown anywhere. */
export function plain(text: string | undefined, longest = 200): string {
  return plainText(text, longest).replace(/\s+/g, " ").trim();
}

/** Lines that may be shown. */
export function plainText(text: string | undefined, longest = 20_000): string {
  if (text === undefined) return "";
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(ESCAPES, "").replace(/\r\n?/g, "\n").replace(INVISIBLE, "")
    .replace(CONTROLS, "\ufffd");
}
