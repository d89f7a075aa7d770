import type { DisplayUnit } from "./display_unit.ts";

/** The screen that a {@linkcode LinePainter} paints on. */
export interface PainterScreen {
  /** Columns, 1 at least. */
  readonly cols: number;
  /** Rows, 1 at least. @default {Infinity} */
  readonly rows?: number;
  /** Writes to the terminal, as it is. */
  write(text: string): void;
}

/** What is painted: prompt and line. */
export interface PaintedText {
  /** Number of units. */
  readonly length: number;
  /** The unit at this index. */
  unit(index: number): DisplayUnit;
}

/** Fewest and most: of columns or rows, which depend on the terminal's table of widths. */
interface Bounds {
  readonly low: number;
  readonly high: number;
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
  #text: PaintedText = { length: 0, unit: () => fail(0) };
  #cols = 1;
  #rows = Infinity;
  /** Index of the first unit on the screen, in the first column of a row. */
  #first = 0;
  /** Cells from there to each unit after it: rows × columns. */
  #low: number[] = [0];
  #high: number[] = [0];
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
    this.#startAt(0);
    this.#drawn = this.#at = this.#bottom = 0;
    this.#row = { low: 0, high: 0 };
  }

  /**
   * Shows a text with the cursor before a unit.
   *
   * @param changed Index of the first unit that differs from the last text; `Infinity` if none does.
   */
  paint(text: PaintedText, cursor: number, changed: number): void {
    this.#text = text;
    if (changed === Infinity && cursor === this.#at) return;
    this.#forget(changed);
    const appended = changed === this.#drawn && this.#at === this.#drawn;
    if (appended && cursor === text.length) {
      this.#print(text.length);
    } else {
      const end = changed === Infinity ? this.#drawn : this.#fitting();
      const inside = cursor >= this.#first && (cursor < end || end === text.length);
      if (this.#first > 0 && changed <= this.#first) {
        // The row may begin elsewhere now: from the start of the text, it is found anew.
        this.#startAt(0);
        this.#bottom = 0;
        this.#repaint(cursor);
      } else if (!inside || this.#bottom >= this.#rows) this.#repaint(cursor);
      else if (changed < end || this.#drawn > end) this.#patch(changed, cursor, end);
      else this.#goTo(cursor);
    }
    this.#flush();
  }

  /** Moves to the last row, for what comes below the text. */
  finish(): void {
    const { length } = this.#text;
    if (this.#at === length) return;
    if (this.#drawn < length) this.#repaint(length);
    else {
      const end = this.#rowAfter(length);
      if (!isCertain(end) || !isCertain(this.#row)) this.#print(length);
      else this.#down(end.low - this.#row.low);
    }
    this.#flush();
  }

  /** Paints again, if the screen has another size. The terminal may have wrapped again, or not. */
  resized(cursor: number): void {
    const { cols, rows = Infinity } = this.#screen;
    if (cols === this.#cols && rows === this.#rows) return;
    // A terminal that waits at the end of a full row forgets that it does, and one that loses rows
    // may lose those below the cursor.
    const safe = cols === this.#cols && this.#bottom < Math.min(rows, this.#rows) &&
      (rows > this.#rows || this.#at === this.#drawn) && !this.#mayFillRow(this.#at);
    this.#readSize();
    if (safe) return;
    const before = this.#row;
    this.#startAt(this.#first);
    // In the old rows, in the new ones, or between: as many as there may be are climbed.
    this.#row = {
      low: Math.min(before.low, this.#rowAfter(this.#at).low),
      high: Math.max(this.#bottom, this.#rowAfter(this.#drawn).high),
    };
    this.#startAt(0);
    this.#bottom = 0;
    this.#repaint(cursor);
    this.#flush();
  }

  /** Erases the text and prints it again, or the part around the cursor that the screen holds. */
  #repaint(cursor: number): void {
    const first = this.#chooseFirst(cursor);
    this.#climb();
    this.#startAt(first);
    this.#output += "\x1b[J";
    this.#at = this.#drawn = first;
    this.#bottom = 0;
    this.#print(this.#fitting());
    this.#goTo(cursor);
  }

  /** Prints again from a changed unit on. */
  #patch(changed: number, cursor: number, end: number): void {
    let start = Math.max(Math.min(changed, end) - 1, this.#first);
    // Erasing from the first column would unmark the row as wrapped.
    while (start > this.#first && (this.#unit(start).attaches || this.#startsRow(start))) start--;
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
    while (index < this.#drawn && this.#unit(index).attaches) index++;
    if (index === this.#at) return;
    if (index === this.#text.length) return this.#goToEnd();
    if (this.#jump(index)) return;
    if (index < this.#at && this.#climb()) this.#markRows();
    this.#print(index);
    this.#leaveRowEnd(index);
  }

  /** Where the text fills its last row, the terminal waits in the last column: as after typing. */
  #goToEnd(): void {
    const { length } = this.#text;
    let last = length;
    if (this.#place(length).low % this.#cols === 0 || !this.#jump(length)) {
      while (last > this.#first && (last === length || this.#unit(last).attaches)) last--;
      if (last > this.#at) this.#jump(last);
    }
    this.#print(length);
  }

  /** Moves by counting, if all that counts is certain. */
  #jump(index: number): boolean {
    const cell = this.#cell(index);
    if (!isCertain(cell) || !isCertain(this.#row)) return false;
    const row = Math.floor(cell.low / this.#cols);
    const column = cell.low % this.#cols;
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
    if (low > 0) this.#output += `\x1b[${Math.min(low, this.#rows)}A`;
    if (high > low) {
      const rows = Math.min(high - low, this.#rows);
      this.#output += `${REVERSE_WRAP}${"\r\b".repeat(rows)}${NO_REVERSE_WRAP}`;
    }
    this.#output += "\r";
    this.#row = { low: 0, high: 0 };
    this.#at = this.#first;
    return high > low;
  }

  /** Prints everything over itself, so that the rows are marked as wrapped, and returns. */
  #markRows(): void {
    this.#output += SAVE_CURSOR;
    this.#print(this.#drawn);
    this.#output += RESTORE_CURSOR;
    this.#row = { low: 0, high: 0 };
    this.#at = this.#first;
  }

  /** Prints up to a unit, from where the terminal's cursor is. */
  #print(end: number): void {
    if (end <= this.#at) return;
    for (let index = this.#at; index < end; index++) this.#output += this.#unit(index).shown;
    this.#at = end;
    this.#drawn = Math.max(this.#drawn, end);
    this.#row = this.#rowAfter(end);
    this.#bottom = Math.max(this.#bottom, this.#row.high);
  }

  /**
   * After a full row the terminal's cursor waits at its end. If that may be so, a narrow unit is
   * printed and stepped back over, so that the cursor is on it.
   */
  #leaveRowEnd(index: number): void {
    const { shown, splits, low, high } = this.#unit(index);
    if (!this.#mayFillRow(index) || splits || low !== 1 || high !== 1) return;
    this.#output += `${REVERSE_WRAP}${shown}\b${NO_REVERSE_WRAP}`;
    const cell = this.#cell(index);
    this.#row = {
      low: Math.floor(cell.low / this.#cols),
      high: Math.floor(cell.high / this.#cols),
    };
  }

  /** Whether the text before a unit may end in the last column. */
  #mayFillRow(index: number): boolean {
    const { low, high } = this.#place(index);
    return Math.floor(high / this.#cols) > Math.floor((low - 1) / this.#cols);
  }

  /** Index after the last unit that fits on the screen for sure; one is shown in any case. */
  #fitting(): number {
    if (this.#rows === Infinity) return this.#text.length;
    let end = Math.min(this.#first + 1, this.#text.length);
    while (end < this.#text.length && this.#rowAfter(end + 1).high < this.#rows) end++;
    return end;
  }

  /** The unit to begin with, so that the cursor's is on the screen. */
  #chooseFirst(cursor: number): number {
    const first = this.#first;
    const top = isCertain(this.#row) ? Math.max(this.#bottom - this.#rows + 1, 0) : 0;
    this.#startAt(0);
    if (this.#fitting() === this.#text.length) return 0;
    if (cursor >= first) this.#startAt(first);
    const cell = this.#cell(cursor);
    if (!isCertain(cell)) return this.#halfScreenBefore(cursor);
    const row = cursor === this.#text.length
      ? this.#rowAfter(cursor).low
      : Math.floor(cell.low / this.#cols);
    if (cursor < first || row < top) return this.#firstOfRow(row);
    return this.#firstOfRow(Math.max(top, row - this.#rows + 1));
  }

  #halfScreenBefore(cursor: number): number {
    let cells = this.#cols * Math.max(Math.floor(this.#rows / 2), 0.5);
    let start = Math.min(cursor, this.#text.length - 1);
    while (start > 0 && (cells -= this.#unit(start - 1).high + 1) > 0) start--;
    return start;
  }

  #firstOfRow(row: number): number {
    let index = this.#first;
    while (index < this.#text.length && this.#cell(index).low < row * this.#cols) index++;
    return index;
  }

  /** The cell of a unit: after the text before it, or in the next row if it does not fit there. */
  #cell(index: number): Bounds {
    const place = this.#place(index);
    if (index >= this.#text.length) return place;
    const unit = this.#unit(index);
    return {
      low: startOf(place.low, unit.low, unit, this.#cols),
      high: startOf(place.high, unit.high, unit, this.#cols),
    };
  }

  #startsRow(index: number): boolean {
    const { low, high } = this.#cell(index);
    return low === high && low % this.#cols === 0;
  }

  /** The row in which the terminal's cursor is once it has printed up to a unit. */
  #rowAfter(index: number): Bounds {
    const { low, high } = this.#place(index);
    return {
      low: Math.max(Math.ceil(low / this.#cols) - 1, 0),
      high: Math.max(Math.ceil(high / this.#cols) - 1, 0),
    };
  }

  /** Cells that the text before a unit takes. */
  #place(index: number): Bounds {
    const offset = index - this.#first;
    for (let known = this.#low.length - 1; known < offset; known++) {
      const unit = this.#unit(this.#first + known);
      this.#low.push(endOf(this.#low[known] ?? 0, unit.low, unit, this.#cols));
      this.#high.push(endOf(this.#high[known] ?? 0, unit.high, unit, this.#cols));
    }
    return { low: this.#low[offset] ?? fail(index), high: this.#high[offset] ?? fail(index) };
  }

  #startAt(first: number): void {
    this.#first = first;
    this.#low = [0];
    this.#high = [0];
  }

  #forget(changed: number): void {
    const known = Math.max(changed - this.#first, 0) + 1;
    if (this.#low.length > known) this.#low.length = this.#high.length = known;
  }

  #unit(index: number): DisplayUnit {
    return this.#text.unit(index);
  }

  #readSize(): void {
    const { cols, rows = Infinity } = this.#screen;
    this.#cols = cols;
    this.#rows = rows;
  }

  #flush(): void {
    const output = this.#output;
    this.#output = "";
    if (output !== "") this.#screen.write(output);
  }
}

function isCertain({ low, high }: Bounds): boolean {
  return low === high;
}

/** Where a unit of this width begins, after so many cells. */
function startOf(place: number, width: number, { splits }: DisplayUnit, cols: number): number {
  const room = cols - place % cols;
  return splits || width <= room || width > cols ? place : place + room;
}

/** Where it ends; what is wider than the screen may leave a cell empty in each row. */
function endOf(place: number, width: number, unit: DisplayUnit, cols: number): number {
  const spread = !unit.splits && width > cols ? cols + width : 0;
  return startOf(place, width, unit, cols) + width + spread;
}

function fail(index: number): never {
  throw new RangeError(`no unit ${index} in the text`);
}
