/**
 * One unit of editing: what the cursor steps over at once. Its width depends on the table of the
 * terminal that shows it, which the agent does not know, so a unit carries bounds.
 */
export interface DisplayUnit {
  /** The characters themselves. */
  readonly text: string;
  /** The characters to print: `text`, or printable ASCII in place of a control character. */
  readonly shown: string;
  /** Number of code points in `text`. */
  readonly length: number;
  /** Fewest columns that a terminal gives it. */
  readonly low: number;
  /** Most columns that a terminal gives it. */
  readonly high: number;
  /** Whether a row may end within it: each of its characters takes one column. */
  readonly splits: boolean;
  /** Whether it stays by itself, whatever stands next to it. */
  readonly apart: boolean;
  /** Whether it attaches to the character before it, so that printing must not begin with it. */
  readonly attaches: boolean;
}

/** Printable ASCII. */
const ASCII = /^[ -~]*$/;
/** One column in every table, and never joined with a neighbor. */
const NARROW =
  /^[ -~\xc0-\xd6\xd8-\xf6\xf8-\u02af\u0391-\u03a1\u03a3-\u03c9\u0400-\u0482\u048a-\u052f]$/u;
/** Two columns in every table, and never joined with a neighbor of `NARROW` or `WIDE`. */
const WIDE = /^[\u3041-\u3096\u30a1-\u30fa\u3400-\u4db5\u4e00-\u9fa5\uac00-\ud7a3\uff01-\uff60]$/u;
/** Joins the character before it: marks, joiners, skin tones, vowels and finals of Hangul. */
const ATTACHES =
  /^[\p{M}\u200c\u200d\p{Emoji_Modifier}\u1160-\u11ff\ud7b0-\ud7fb\uff9e\uff9f\u{e0020}-\u{e007f}]/u;
/** Marks and joiners of one column at most; those of Chinese characters may have two. */
const NARROW_MARK = /^(?=[\u0300-\u2fff\ua000-\uffff])[\p{M}\u200c\u200d]/u;
/** No column in some tables: formatting characters, and letters that join the one after them. */
const MAY_VANISH =
  /^[\p{Cf}\u06de\u0d4e\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}]/u;
/** Controls, marks of direction, and what is invisible: a terminal obeys them, or hides text. */
const HARMFUL =
  // deno-lint-ignore no-control-regex
  /[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}]/gu;

const segmenter = typeof Intl.Segmenter === "function"
  ? new Intl.Segmenter(undefined, { granularity: "grapheme" })
  : undefined;
/** Units of single characters, shared: a line has many of the same. */
const known = new Map<string, DisplayUnit>();
/** Entries of `known`; beyond, units are made each time. */
const MAX_KNOWN = 1_000;

/** Splits text into units: grapheme clusters where the platform knows them, else code points. */
export function displayUnits(text: string): DisplayUnit[] {
  if (segmenter === undefined || ASCII.test(text)) return Array.from(text, unitOf);
  return Array.from(segmenter.segment(text), ({ segment }) => unitOf(segment));
}

/** Replaces what a terminal would obey or hide: `^[` for Escape, `<202e>` for a mark of direction. */
export function harmless(text: string): string {
  return text.replace(HARMFUL, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
    return `<${code.toString(16)}>`;
  });
}

function unitOf(text: string): DisplayUnit {
  const found = known.get(text);
  if (found !== undefined) return found;
  const unit = makeUnit(text);
  if (unit.length === 1 && known.size < MAX_KNOWN) known.set(text, unit);
  return unit;
}

function makeUnit(text: string): DisplayUnit {
  const shown = harmless(text);
  const characters = [...text];
  const width = NARROW.test(text) ? 1 : WIDE.test(text) ? 2 : undefined;
  const splits = shown !== text && ASCII.test(shown);
  const certain = splits ? shown.length : width;
  const attaches = ATTACHES.test(text);
  return {
    text,
    shown,
    length: characters.length,
    low: certain ?? (attaches || MAY_VANISH.test(text) ? 0 : 1),
    high: certain ?? characters.reduce((sum, character) => sum + widest(character), 0),
    splits,
    apart: certain !== undefined,
    attaches,
  };
}

/** Most columns that a character adds to a unit. */
function widest(character: string): number {
  return NARROW_MARK.test(character) ? 1 : 2;
}
