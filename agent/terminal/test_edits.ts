import type { EditorOnScreen } from "./test_screen.ts";
import { TestScreen, type WidthTable } from "./test_screen.ts";

/** One thing that an operator does. */
export type Edit =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "key"; readonly name: keyof typeof KEYS }
  | { readonly type: "resize"; readonly cols: number; readonly rows: number };

/** Keys by what they do. */
export const KEYS = {
  backspace: "\x7f",
  delete: "\x1b[3~",
  left: "\x1b[D",
  right: "\x1b[C",
  home: "\x1b[H",
  end: "\x1b[F",
  wordLeft: "\x1b[1;5D",
  wordRight: "\x1b[1;5C",
  killAfter: "\x0b",
  killBefore: "\x15",
  killWord: "\x17",
  up: "\x1b[A",
  down: "\x1b[B",
} as const;

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What the line has to be: a plain string, and an offset into it. */
export class LineModel {
  line = "";
  cursor = 0;
  /** Where typed text goes: at the cursor, or within a character that what was typed joined. */
  #place = 0;
  #at: number;
  #typed = "";
  readonly #history: readonly string[];

  constructor(history: readonly string[] = []) {
    this.#history = history;
    this.#at = history.length;
  }

  get before(): string {
    return this.line.slice(0, this.cursor);
  }

  get after(): string {
    return this.line.slice(this.cursor);
  }

  apply(edit: Edit): void {
    if (edit.type === "key") {
      this.#key(edit.name);
      this.#place = this.cursor;
    }
    if (edit.type !== "text") return;
    const before = this.line.slice(0, this.#place) + edit.text;
    this.#replace(before, this.line.slice(this.#place));
    this.#place = before.length;
  }

  #key(name: keyof typeof KEYS): void {
    const { before, after } = this;
    switch (name) {
      case "backspace":
        return this.#replace(before.slice(0, this.#boundary(-1)), after);
      case "delete":
        return this.#replace(before, this.line.slice(this.#boundary(1)));
      case "left":
        return void (this.cursor = this.#boundary(-1));
      case "right":
        return void (this.cursor = this.#boundary(1));
      case "home":
        return void (this.cursor = 0);
      case "end":
        return void (this.cursor = this.line.length);
      case "wordLeft":
        return void (this.cursor = this.#wordStart());
      case "wordRight":
        return void (this.cursor = this.#wordEnd());
      case "killAfter":
        return this.#replace(before, "");
      case "killBefore":
        return this.#replace("", after);
      case "killWord":
        return this.#replace(before.slice(0, this.#wordStart()), after);
      case "up":
        return this.#recall(-1);
      case "down":
        return this.#recall(1);
    }
  }

  #wordStart(): number {
    const left = characters(this.before);
    while (left.at(-1)?.startsWith(" ")) left.pop();
    while (left.length > 0 && !left.at(-1)?.startsWith(" ")) left.pop();
    return left.join("").length;
  }

  #wordEnd(): number {
    const left = characters(this.after);
    while (left[0]?.startsWith(" ")) left.shift();
    while (left.length > 0 && !left[0]?.startsWith(" ")) left.shift();
    return this.line.length - left.join("").length;
  }

  #recall(by: number): void {
    const to = this.#at + by;
    if (to < 0 || to > this.#history.length) return;
    if (this.#at === this.#history.length) this.#typed = this.line;
    this.#at = to;
    this.#replace(this.#history[to] ?? this.#typed, "");
  }

  /** The end of the character at the cursor, or the start of the one before it. */
  #boundary(by: number): number {
    const ends = this.#ends();
    if (by > 0) return ends.find((end) => end > this.cursor) ?? this.line.length;
    return ends.findLast((end) => end < this.cursor) ?? 0;
  }

  #ends(): number[] {
    let end = 0;
    return characters(this.line).map((character) => end += character.length);
  }

  /** A cursor within a character, as after a typed joiner, goes behind it. */
  #replace(before: string, after: string): void {
    this.line = before + after;
    const { length } = before;
    this.cursor = length === 0 ? 0 : this.#ends().find((end) => end >= length) ?? length;
  }
}

/** Screens that are fresh, as often as they are needed. */
export class FreshScreens {
  readonly table: WidthTable;
  readonly #screen: TestScreen;

  constructor(table: WidthTable) {
    this.table = table;
    this.#screen = new TestScreen({ cols: 80, rows: 24, table });
  }

  /** What a terminal of this size shows of a text. */
  async show(text: string, cols: number, rows: number): Promise<TestScreen> {
    this.#screen.terminal.reset();
    this.#screen.terminal.resize(cols, rows);
    await this.#screen.write(text);
    return this.#screen;
  }
}

/** Cells where the cursor may be: on the character after it; or, if that is unsure, behind the one before. */
export async function cursorCells(
  fresh: FreshScreens,
  start: string,
  { before, after }: LineModel,
  { cols, rows }: { readonly cols: number; readonly rows: number },
  certain: boolean,
): Promise<string[]> {
  const behind = (await fresh.show(start + before, cols, rows)).cursor;
  if (after === "") return [String(behind)];
  const [next = ""] = characters(after);
  // A mark at the start of the line is on the prompt's last character; what follows may be below.
  const cells = /^\p{M}/u.test(next) && behind[1] === cols ? [String([behind[0] + 1, 0])] : [];
  for (const text of [next, next.slice(0, String.fromCodePoint(next.codePointAt(0) ?? 0).length)]) {
    const [row] = (await fresh.show(start + before + text, cols, rows)).cursor;
    cells.push(String(row > behind[0] ? [behind[0] + 1, 0] : behind));
  }
  return certain || /^[ -~]$/.test(next) ? cells : [...cells, String(behind)];
}

/** Does an edit, in the editor and in the model. */
export async function perform(on: EditorOnScreen, model: LineModel, edit: Edit): Promise<void> {
  model.apply(edit);
  if (edit.type === "resize") return await on.resize(edit.cols, edit.rows);
  await on.type(edit.type === "text" ? edit.text : KEYS[edit.name]);
}

function characters(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
