import type { DisplayUnit } from "./display_unit.ts";

/** A text in units: prompt and line. */
export interface PaintedText {
  /** Number of units. */
  readonly length: number;
  /** The unit at this index. */
  unit(index: number): DisplayUnit;
}

/** A number of cells or rows, which depends on the terminal's table of widths. */
export interface Bounds {
  /** Fewest. */
  readonly low: number;
  /** Most. */
  readonly high: number;
}

/**
 * Where the units of a text are on a screen that wraps them. A place is a number of cells from the
 * first unit on: rows × columns.
 */
export class LineLayout {
  text: PaintedText = { length: 0, unit: () => fail(0) };
  cols = 1;
  rows = Infinity;
  #first = 0;
  /** Places of the units from the first one on, as far as they were needed. */
  #low: number[] = [0];
  #high: number[] = [0];

  /** Index of the first unit on the screen, in the first column of a row. */
  get first(): number {
    return this.#first;
  }

  /** The cell of a unit: after the text before it, or in the next row if it does not fit there. */
  cell(index: number): Bounds {
    const place = this.place(index);
    if (index >= this.text.length) return place;
    const unit = this.text.unit(index);
    return {
      low: startOf(place.low, unit.low, unit, this.cols),
      high: startOf(place.high, unit.high, unit, this.cols),
    };
  }

  /** Whether a unit is in the first column for sure. */
  startsRow(index: number): boolean {
    const { low, high } = this.cell(index);
    return low === high && low % this.cols === 0;
  }

  /** The row in which the terminal's cursor is once it has printed up to a unit. */
  rowAfter(index: number): Bounds {
    const { low, high } = this.place(index);
    return {
      low: Math.max(Math.ceil(low / this.cols) - 1, 0),
      high: Math.max(Math.ceil(high / this.cols) - 1, 0),
    };
  }

  /** Cells that the text before a unit takes. */
  place(index: number): Bounds {
    const offset = index - this.#first;
    for (let known = this.#low.length - 1; known < offset; known++) {
      const unit = this.text.unit(this.#first + known);
      this.#low.push(endOf(this.#low[known] ?? 0, unit.low, unit, this.cols));
      this.#high.push(endOf(this.#high[known] ?? 0, unit.high, unit, this.cols));
    }
    return { low: this.#low[offset] ?? fail(index), high: this.#high[offset] ?? fail(index) };
  }

  /** Makes a unit the first one. */
  startAt(first: number): void {
    this.#first = first;
    this.#low = [0];
    this.#high = [0];
  }

  /** Drops what is known of units from a changed one on. */
  forget(changed: number): void {
    const known = Math.max(changed - this.#first, 0) + 1;
    if (this.#low.length > known) this.#low.length = this.#high.length = known;
  }

  /** Whether the text before a unit may end in the last column. */
  mayFillRow(index: number): boolean {
    const { low, high } = this.place(index);
    return Math.floor(high / this.cols) > Math.floor((low - 1) / this.cols);
  }

  /** Index after the last unit that fits on the screen for sure; one is shown in any case. */
  fitting(): number {
    if (this.rows === Infinity) return this.text.length;
    let end = Math.min(this.#first + 1, this.text.length);
    while (end < this.text.length && this.rowAfter(end + 1).high < this.rows) end++;
    return end;
  }

  /** The unit that is half a screen before another one, at most. */
  halfScreenBefore(cursor: number): number {
    let cells = this.cols * Math.max(Math.floor(this.rows / 2), 0.5);
    let start = Math.max(Math.min(cursor, this.text.length - 1), 0);
    while (start > 0 && (cells -= this.text.unit(start - 1).high + 1) > 0) start--;
    return start;
  }

  /** The first unit that begins in a row. */
  firstOfRow(row: number): number {
    let index = this.#first;
    while (index < this.text.length && this.cell(index).low < row * this.cols) index++;
    return index;
  }
}

/** Whether both bounds are the same. */
export function isCertain({ low, high }: Bounds): boolean {
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
