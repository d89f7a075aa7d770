import { type Bounds, isCertain, LineLayout, type PaintedText } from "./line_layout.ts";

/** The screen that a {@linkcode LinePainter} paints on. */
export interface PainterScreen {
  /** Columns, 1 at least. */
  readonly cols: number;
  /** Rows, 1 at least. @default {Infinity} */
  readonly rows?: number;
  /** Writes to the terminal, as it is. */
  write(text: string): void;
}

/** Backspace at the start of a row goes to the end of the row before it, if that one wrapped. */
const REVERSE_WRAP = "\x1b[?45h";
const NO_REVERSE_WRAP = "\x1b[?45l";
/** Reliable only as long as the screen does not scroll in between. */
const SAVE_CURSOR = "\x1b7";
const RESTORE_CURSOR = "\x1b8";

/**
 * Keeps a text on a terminal up to date, right in every table of widths.
 *
 * The terminal wraps the text by itself, so it looks like any other text, and copies as one. Where
 * all widths are certain, the cursor is moved by counting. Elsewhere nothing is counted: backward,
 * `CR BS` with reverse wrap-around climbs row by row and stops at the row where the text begins,
 * since only wrapped rows are climbed (xterm.js and xterm do that); forward, the text is printed
 * over itself. The same way up is taken after a change of the screen's size, when the agent does not
 * know whether the terminal has wrapped the text again. A terminal without reverse wrap-around stays
 * where the fewest possible rows lead, so it never erases what is above.
 *
 * A text that needs more rows than the screen has is shown in part, around the cursor.
 */
export class LinePainter {
  readonly #screen: PainterScreen;
  readonly #layout = new LineLayout();
  /** Index after the last unit on the screen. */
  #drawn = 0;
  /** Where the terminal's cursor is: before which unit, and in which row. */
  #at = 0;
  #row: Bounds = { low: 0, high: 0 };
  /** The last row that was printed; from the screen's height on, the first ones may be gone. */
  #bottom = 0;
  #output = "";

  constructor(screen: PainterScreen) {
    this.#screen = screen;
  }

  /** Begins a text where the terminal's cursor is: in the first column of an empty row. */
  begin(): void {
    this.#readSize();
    this.#layout.startAt(0);
    this.#drawn = this.#at = this.#bottom = 0;
    this.#row = { low: 0, high: 0 };
  }

  /**
   * Shows a text with the cursor before a unit.
   *
   * @param changed Index of the first unit that differs from the last text; `Infinity` if none does.
   */
  paint(text: PaintedText, cursor: number, changed: number): void {
    this.#layout.text = text;
    if (changed === Infinity && cursor === this.#at) return;
    this.#layout.forget(changed);
    const appended = changed === this.#drawn && this.#at === this.#drawn;
    if (appended && cursor === text.length) {
      this.#print(text.length);
    } else {
      const end = changed === Infinity ? this.#drawn : this.#layout.fitting();
      const inside = cursor >= this.#layout.first && (cursor < end || end === text.length);
      if (changed < Infinity && this.#isMisplaced(changed, end)) {
        this.#layout.startAt(0);
        this.#bottom = 0;
        this.#repaint(cursor);
      } else if (!inside || this.#bottom >= this.#layout.rows) this.#repaint(cursor);
      else if (changed < end || this.#drawn > end) this.#patch(changed, cursor, end);
      else this.#goTo(cursor);
    }
    this.#flush();
  }

  /**
   * Whether a part of the text has to begin elsewhere after a change: the row before its first one
   * may have changed, or little is left to see.
   */
  #isMisplaced(changed: number, end: number): boolean {
    const { first, rows, text } = this.#layout;
    if (first === 0) return false;
    if (changed <= first) return true;
    return end === text.length && this.#layout.rowAfter(end).high === 0 && rows > 1;
  }

  /** Moves to the last row, for what comes below the text. */
  finish(): void {
    const { length } = this.#layout.text;
    if (this.#at === length) return;
    if (this.#drawn < length) this.#repaint(length);
    else {
      const end = this.#layout.rowAfter(length);
      if (!isCertain(end) || !isCertain(this.#row)) this.#print(length);
      else this.#down(end.low - this.#row.low);
    }
    this.#flush();
  }

  /** Paints again, if the screen has another size. The terminal may have wrapped again, or not. */
  resized(cursor: number): void {
    const { cols, rows = Infinity } = this.#screen;
    if (cols === this.#layout.cols && rows === this.#layout.rows) return;
    // A terminal that waits at the end of a full row forgets that it does, and one that loses rows
    // may lose those below the cursor.
    const safe = cols === this.#layout.cols && this.#bottom < Math.min(rows, this.#layout.rows) &&
      (rows > this.#layout.rows || this.#at === this.#drawn) && !this.#layout.mayFillRow(this.#at);
    this.#readSize();
    if (safe) return;
    const before = this.#row;
    this.#layout.startAt(this.#layout.first);
    // In the old rows, in the new ones, or between: as many as there may be are climbed.
    this.#row = {
      low: Math.min(before.low, this.#layout.rowAfter(this.#at).low),
      high: Math.max(this.#bottom, this.#layout.rowAfter(this.#drawn).high),
    };
    this.#layout.startAt(0);
    this.#bottom = 0;
    this.#repaint(cursor);
    this.#flush();
  }

  /** Erases the text and prints it again, or the part around the cursor that the screen holds. */
  #repaint(cursor: number): void {
    const first = this.#chooseFirst(cursor);
    this.#climb();
    this.#layout.startAt(first);
    this.#output += "\x1b[J";
    this.#at = this.#drawn = first;
    this.#bottom = 0;
    this.#print(this.#layout.fitting());
    this.#goTo(cursor);
  }

  /** Prints again from a changed unit on. */
  #patch(changed: number, cursor: number, end: number): void {
    let start = Math.max(Math.min(changed, end) - 1, this.#layout.first);
    // Erasing from the first column would unmark the row as wrapped.
    while (
      start > this.#layout.first &&
      (this.#layout.text.unit(start).attaches || this.#layout.startsRow(start))
    ) start--;
    if (!this.#jump(start)) {
      this.#climb();
    }
    this.#output += "\x1b[J";
    this.#drawn = this.#at;
    this.#print(end);
    this.#goTo(cursor);
  }

  /** Moves the terminal's cursor before a unit. */
  #goTo(cursor: number): void {
    let index = cursor;
    while (index < this.#drawn && this.#layout.text.unit(index).attaches) index++;
    if (index === this.#at) return;
    if (index === this.#layout.text.length) return this.#goToEnd();
    if (this.#jump(index)) return;
    if (index < this.#at && this.#climb()) this.#markRows();
    this.#print(index);
    this.#leaveRowEnd(index);
  }

  /** Where the text fills its last row, the terminal waits in the last column: as after typing. */
  #goToEnd(): void {
    const { length } = this.#layout.text;
    let last = length;
    if (this.#layout.place(length).low % this.#layout.cols === 0 || !this.#jump(length)) {
      while (
        last > this.#layout.first && (last === length || this.#layout.text.unit(last).attaches)
      ) last--;
      if (last > this.#at) this.#jump(last);
    }
    this.#print(length);
  }

  /** Moves by counting, if all that counts is certain. */
  #jump(index: number): boolean {
    const cell = this.#layout.cell(index);
    if (!isCertain(cell) || !isCertain(this.#row)) return false;
    const row = Math.floor(cell.low / this.#layout.cols);
    const column = cell.low % this.#layout.cols;
    if (row < this.#row.low) this.#output += `\x1b[${this.#row.low - row}A`;
    else this.#down(row - this.#row.low);
    this.#output += column === 0 ? "\r" : `\r\x1b[${column}C`;
    this.#row = { low: row, high: row };
    this.#at = index;
    return true;
  }

  #down(rows: number): void {
    if (rows > 0) this.#output += `\x1b[${rows}B`;
  }

  /**
   * Goes to the first unit on the screen, or the screen's first row if that one has left it.
   *
   * @returns Whether rows were climbed in the uncertain: these are no longer marked as wrapped.
   */
  #climb(): boolean {
    const { low, high } = this.#row;
    if (low > 0) this.#output += `\x1b[${Math.min(low, this.#layout.rows)}A`;
    if (high > low) {
      const rows = Math.min(high - low, this.#layout.rows);
      this.#output += `${REVERSE_WRAP}${"\r\b".repeat(rows)}${NO_REVERSE_WRAP}`;
    }
    this.#output += "\r";
    this.#row = { low: 0, high: 0 };
    this.#at = this.#layout.first;
    return high > low;
  }

  /** Prints everything over itself, so that the rows are marked as wrapped, and returns. */
  #markRows(): void {
    this.#output += SAVE_CURSOR;
    this.#print(this.#drawn);
    this.#output += RESTORE_CURSOR;
    this.#row = { low: 0, high: 0 };
    this.#at = this.#layout.first;
  }

  /** Prints up to a unit, from where the terminal's cursor is. */
  #print(end: number): void {
    if (end <= this.#at) return;
    for (let index = this.#at; index < end; index++) {
      this.#output += this.#layout.text.unit(index).shown;
    }
    this.#at = end;
    this.#drawn = Math.max(this.#drawn, end);
    this.#row = this.#layout.rowAfter(end);
    this.#bottom = Math.max(this.#bottom, this.#row.high);
  }

  /**
   * After a full row the terminal's cursor waits at its end. If that may be so, a narrow unit is
   * printed and stepped back over, so that the cursor is on it.
   */
  #leaveRowEnd(index: number): void {
    const { shown, splits, low, high } = this.#layout.text.unit(index);
    if (!this.#layout.mayFillRow(index) || splits || low !== 1 || high !== 1) return;
    this.#output += `${REVERSE_WRAP}${shown}\b${NO_REVERSE_WRAP}`;
    const cell = this.#layout.cell(index);
    this.#row = {
      low: Math.floor(cell.low / this.#layout.cols),
      high: Math.floor(cell.high / this.#layout.cols),
    };
  }

  /** The unit to begin with, so that the cursor's is on the screen. */
  #chooseFirst(cursor: number): number {
    const first = this.#layout.first;
    const top = isCertain(this.#row) ? Math.max(this.#bottom - this.#layout.rows + 1, 0) : 0;
    this.#layout.startAt(0);
    if (this.#layout.fitting() === this.#layout.text.length) return 0;
    if (cursor >= first) this.#layout.startAt(first);
    const cell = this.#layout.cell(cursor);
    if (!isCertain(cell)) return this.#layout.halfScreenBefore(cursor);
    const row = cursor === this.#layout.text.length
      ? this.#layout.rowAfter(cursor).low
      : Math.floor(cell.low / this.#layout.cols);
    if (cursor < first || row < top) return this.#layout.firstOfRow(row);
    return this.#layout.firstOfRow(Math.max(top, row - this.#layout.rows + 1));
  }

  #readSize(): void {
    const { cols, rows = Infinity } = this.#screen;
    this.#layout.cols = cols;
    this.#layout.rows = rows;
  }

  #flush(): void {
    const output = this.#output;
    this.#output = "";
    if (output !== "") this.#screen.write(output);
  }
}
