/** Graphemes of a name that are shown. MeshCentral's longest login name has 64 characters. */
export const MAX_NAME = 64;

/** Characters that are looked at; a longer text is cut before anything else is done with it. */
const MAX_LOOKED_AT = 4096;

/** Lines of a message. */
const MAX_LINES = 20;

/** Draws nothing, or draws over its neighbors: format and ignorable characters, enclosing marks. */
const UNSEEN = /[\p{Cf}\p{DI}\p{Me}]/gu;
/** Control characters, except those that are white space. */
// deno-lint-ignore no-control-regex
const CONTROLS = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/g;
/** White space of every kind: line ends, no-break spaces, the empty Braille pattern. */
const SPACE = /[\s\x85\u2800]+/g;
/** Half of a surrogate pair, and characters whose look is up to a font. */
const UNKNOWN = /[\p{Cs}\p{Co}]/gu;
/** More combining marks than a language puts on one letter. */
const MARKS = /(\p{M}{3})\p{M}+/gu;
/** Whatever could pass for the quotation marks around the text. */
const QUOTES =
  /(?:["«»ʺ˝ˮ˵˶״“-‟″‴‶‷⁗‹›❝❞❮❯❠⹂〃〝-〟＂\u{1f676}-\u{1f678}]|['`´‘’‚‛ʹʻʼʽˈ׳′‵＇]{2,})+/gu;

/**
 * Makes a text from outside safe to show as a name: one line without control, format or bidirectional
 * characters, without quotation marks or piles of combining marks, cut with an ellipsis between two
 * graphemes. Returns an empty text for anything but a text.
 */
export function oneLine(value: unknown, limit: number = MAX_NAME): string {
  if (typeof value !== "string") return "";
  return shortened(clean(value).replace(QUOTES, "'"), limit, value.length);
}

/**
 * Makes a text from outside safe to show that is carried out as it is, such as a command: one line,
 * with its quotation marks, and each character that cannot be seen as its code point.
 */
export function revealed(value: unknown, limit: number): string {
  if (typeof value !== "string") return "";
  return shortened(clean(escaped(value.slice(0, MAX_LOOKED_AT))), limit, value.length);
}

/** Makes a text of several lines safe to show: the first 20 of them. */
export function paragraph(value: unknown, limit: number): string {
  if (typeof value !== "string") return "";
  const lines = value.slice(0, MAX_LOOKED_AT).split(/\r\n?|[\n\u2028\u2029]/, MAX_LINES);
  return shortened(lines.map(clean).join("\n").trim(), limit, value.length);
}

/** Shows line ends as `⏎`, and each character that cannot be seen as its code point. */
export function escaped(text: string): string {
  return text.replace(/\r\n?|[\n\u2028\u2029]/g, "⏎").replace(/\t/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{DI}\p{Me}\p{Cs}\p{Co}]/gu, (character) => {
      return `\\u{${character.codePointAt(0)?.toString(16)}}`;
    });
}

function clean(text: string): string {
  return text.slice(0, MAX_LOOKED_AT)
    .replace(UNSEEN, "").replace(CONTROLS, "").replace(UNKNOWN, "\ufffd").normalize()
    .replace(SPACE, " ").replace(/^[\p{M} ]+/u, "").replace(MARKS, "$1").trimEnd();
}

/**
 * Cuts a text with an ellipsis between two graphemes.
 *
 * @param length of the whole text, of which `text` is the beginning.
 */
export function shortened(text: string, limit: number, length = 0): string {
  let kept = "";
  let count = 0;
  for (const grapheme of graphemes(text)) {
    // One grapheme may be as long as the text: a chain of consonants, for example.
    if (++count > limit || kept.length + grapheme.length > 4 * limit) return `${kept.trimEnd()}…`;
    kept += grapheme;
  }
  return length > MAX_LOOKED_AT ? `${kept.trimEnd()}…` : kept;
}

function graphemes(text: string): Iterable<string> {
  // Firefox has it since version 125.
  if (typeof Intl.Segmenter !== "function") return text.match(/\P{M}\p{M}*/gu) ?? [];
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
