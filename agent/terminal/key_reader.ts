/** Characters of one escape sequence; a longer one is not a key and is passed over. */
const MAX_SEQUENCE = 1024;

// deno-lint-ignore no-control-regex
const TEXT = /[^\x00-\x1f\x7f]+/y;
// deno-lint-ignore no-control-regex
const CONTROL_SEQUENCE = /\x1b\[[0-?]*[ -/]*/y;
/** An answer of a terminal to a question of a program, up to its end. */
// deno-lint-ignore no-control-regex
const STRING = /\x1b[\]PX^_][^\x00-\x1f]*/y;

/** Splits what a terminal sends into keys, the same ones however frames cut it. */
export class KeyReader {
  #text = "";
  #at = 0;
  #searched = 0;
  #afterReturn = false;

  /** Number of characters that were added and not read. */
  get waiting(): number {
    return this.#text.length - this.#at;
  }

  /** Adds what was typed. */
  add(text: string): void {
    this.#text = this.#at === 0 ? this.#text + text : this.#text.slice(this.#at) + text;
    this.#searched = Math.max(this.#searched - this.#at, 0);
    this.#at = 0;
  }

  /** Forgets what was not read. */
  clear(): void {
    this.#text = "";
    this.#at = this.#searched = 0;
  }

  /** Drops everything up to a Ctrl+C that waits; false if there is none. */
  skipToInterrupt(): boolean {
    const found = this.#text.indexOf("\x03", Math.max(this.#at, this.#searched));
    this.#searched = this.#text.length;
    if (found < 0) return false;
    this.#at = this.#searched = found + 1;
    this.#afterReturn = false;
    return true;
  }

  /** Keeps the whole lines among the first characters that wait; the rest, which it drops. */
  keepLines(characters: number): string {
    const kept = this.#text.slice(this.#at, this.#at + characters);
    const end = Math.max(kept.lastIndexOf("\r"), kept.lastIndexOf("\n")) + 1;
    const dropped = this.#text.slice(this.#at + end);
    this.#text = kept.slice(0, end);
    this.#at = this.#searched = 0;
    return dropped;
  }

  /**
   * The next key: an escape sequence, a control character, or a run of others. Every line end is
   * one `\r`. Undefined while there is none, or only the start of one.
   */
  next(): string | undefined {
    const afterReturn = this.#afterReturn;
    const first = this.#text[this.#at];
    if (first === undefined) return undefined;
    if (first === "\n" && afterReturn) {
      this.#afterReturn = false;
      this.#at++;
      return this.next();
    }
    const key = first === "\x1b" ? this.#sequence() : this.#match(TEXT) || first;
    if (key === undefined) return undefined;
    const whole = endsWithin(key) && this.#at + key.length === this.#text.length
      ? key.slice(0, -1)
      : key;
    if (whole === "") return undefined;
    this.#at += whole.length;
    this.#afterReturn = whole === "\r";
    return whole === "\n" ? "\r" : whole;
  }

  /** The escape sequence at the current place, undefined while its end is missing. */
  #sequence(): string | undefined {
    const second = this.#text[this.#at + 1];
    if (second === undefined) return undefined;
    if (second === "[") {
      const start = this.#match(CONTROL_SEQUENCE);
      const final = this.#text[this.#at + start.length];
      if (final === undefined && start.length < MAX_SEQUENCE) return undefined;
      return final !== undefined && final >= "@" && final <= "~" ? start + final : start;
    }
    if (second === "O") {
      const third = this.#text[this.#at + 2];
      if (third === undefined) return undefined;
      return isPrintable(third) ? `\x1bO${third}` : "\x1bO";
    }
    if ("]PX^_".includes(second)) return this.#string();
    if (!isPrintable(second)) return "\x1b";
    // By halves: V8's optimized `codePointAt` sometimes returns the first half of a whole pair.
    const third = this.#text[this.#at + 2];
    if (!isFirstHalf(second)) return `\x1b${second}`;
    if (third === undefined) return undefined;
    return isSecondHalf(third) ? `\x1b${second}${third}` : `\x1b${second}`;
  }

  /** Up to BEL or `ESC \`; any other control character, such as Enter, ends it as well. */
  #string(): string | undefined {
    const start = this.#match(STRING).slice(0, MAX_SEQUENCE);
    const end = this.#at + start.length;
    if (start.length === MAX_SEQUENCE) return start;
    if (this.#text[end] === "\x07") return `${start}\x07`;
    if (this.#text[end] !== "\x1b") return this.#text[end] === undefined ? undefined : start;
    if (this.#text[end + 1] === undefined) return undefined;
    return this.#text[end + 1] === "\\" ? `${start}\x1b\\` : start;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? "";
  }
}

/** Whether a text ends with the first half of a surrogate pair. */
function endsWithin(text: string): boolean {
  return isFirstHalf(text.slice(-1));
}

function isFirstHalf(unit: string): boolean {
  return unit >= "\ud800" && unit <= "\udbff";
}

function isSecondHalf(unit: string): boolean {
  return unit >= "\udc00" && unit <= "\udfff";
}

function isPrintable(character: string): boolean {
  return character >= " " && character !== "\x7f";
}
