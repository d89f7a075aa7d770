/** Lines that are kept. */
const MAX_LINES = 200;
/** Characters of all of them; the oldest lines are forgotten first. */
const MAX_CHARACTERS = 1_048_576;

/** The lines that were entered, and the one that is being typed below them. */
export class LineHistory {
  readonly #lines: string[] = [];
  #characters = 0;
  #at = 0;
  #typed = "";

  /** Adds a line, unless it is empty or the same as the last one, and goes below it. */
  add(line: string): void {
    if (line.trim() !== "" && this.#lines.at(-1) !== line) {
      this.#lines.push(line);
      this.#characters += line.length;
    }
    while (this.#lines.length > MAX_LINES || this.#characters > MAX_CHARACTERS) {
      this.#characters -= this.#lines.shift()?.length ?? 0;
    }
    this.restart();
  }

  /** Goes below the last line. */
  restart(): void {
    this.#at = this.#lines.length;
    this.#typed = "";
  }

  /** The line before or after the current one; undefined where the history ends. */
  step(by: 1 | -1, typed: string): string | undefined {
    const to = this.#at + by;
    if (to < 0 || to > this.#lines.length) return undefined;
    if (this.#at === this.#lines.length) this.#typed = typed;
    this.#at = to;
    return this.#lines[to] ?? this.#typed;
  }
}
