import { type DisplayUnit, displayUnits } from "./display_unit.ts";

/** Half of a flag: two of them in a row join, so a change turns the pairs of the whole run. */
const FLAG = /^\p{Regional_Indicator}/u;

/**
 * The line and its cursor, in two halves: typing and deleting cost what they change, wherever in
 * however long a line.
 */
export class EditBuffer {
  readonly #before: DisplayUnit[] = [];
  /** After the cursor, the nearest unit last. */
  readonly #after: DisplayUnit[] = [];
  #characters = 0;
  #changed = Infinity;
  /** Length of what follows the typed text in the unit before the cursor, which joined with it. */
  #joined = 0;

  /** Number of units. */
  get length(): number {
    return this.#before.length + this.#after.length;
  }

  /** Number of code points. */
  get characters(): number {
    return this.#characters;
  }

  /** Number of units before the cursor. */
  get cursor(): number {
    return this.#before.length;
  }

  /** The unit at this index. */
  unit(index: number): DisplayUnit {
    const unit = index < this.#before.length
      ? this.#before[index]
      : this.#after[this.length - 1 - index];
    if (unit === undefined) throw new RangeError(`no unit ${index} in a line of ${this.length}`);
    return unit;
  }

  /** The whole line. */
  get text(): string {
    return this.textBefore + this.#after.map(({ text }) => text).reverse().join("");
  }

  /** The line up to the cursor. */
  get textBefore(): string {
    return this.#before.map(({ text }) => text).join("");
  }

  /** Index of the first unit that changed since the last call; `Infinity` if none did. */
  takeChanged(): number {
    const changed = this.#changed;
    this.#changed = Infinity;
    return changed;
  }

  /** Replaces the line; the cursor goes to its end. */
  set(text: string): void {
    this.#before.length =
      this.#after.length =
      this.#characters =
      this.#changed =
        0;
    this.insert(text);
  }

  /**
   * Types text at the cursor. Text that was typed in pieces is the same as in one, even if a piece
   * joined with what follows, and the cursor went behind both.
   */
  insert(text: string): void {
    const units = displayUnits(text);
    const joins = units.some(({ apart }) => !apart) || !this.#apart();
    if (joins) return this.#join(text);
    this.#touch();
    this.#characters += units.length;
    for (const unit of units) this.#before.push(unit);
  }

  /** Ends a run of typed text: the next one begins at the cursor, behind what the last one joined. */
  settle(): void {
    this.#joined = 0;
  }

  /** Moves the cursor by units, as far as the line goes. */
  move(count: number): void {
    this.settle();
    const [from, to] = count < 0 ? [this.#before, this.#after] : [this.#after, this.#before];
    for (let left = Math.abs(count); left > 0; left--) {
      const unit = from.pop();
      if (unit === undefined) return;
      to.push(unit);
    }
  }

  /** Deletes units: before the cursor if negative, else after it. */
  erase(count: number): void {
    this.settle();
    const from = count < 0 ? this.#before : this.#after;
    const erased = from.splice(Math.max(from.length - Math.abs(count), 0));
    if (erased.length === 0) return;
    this.#touch();
    for (const { length } of erased) this.#characters -= length;
    if (!this.#apart()) this.#join("");
  }

  /** Units from the cursor back to the start of a word. */
  wordBefore(): number {
    let at = this.#before.length;
    while (at > 0 && isSpace(this.#before[at - 1])) at--;
    while (at > 0 && !isSpace(this.#before[at - 1])) at--;
    return this.#before.length - at;
  }

  /** Units from the cursor to the end of a word. */
  wordAfter(): number {
    let at = this.#after.length;
    while (at > 0 && isSpace(this.#after[at - 1])) at--;
    while (at > 0 && !isSpace(this.#after[at - 1])) at--;
    return this.#after.length - at;
  }

  /** Whether nothing at the cursor can join with what is typed there. */
  #apart(): boolean {
    return this.#before.at(-1)?.apart !== false && this.#after.at(-1)?.apart !== false;
  }

  #touch(index: number = this.#before.length): void {
    this.#changed = Math.min(this.#changed, index);
  }

  /** Puts text at the cursor and divides it into units again, together with its neighbors. */
  #join(text: string): void {
    const head: string[] = [];
    const tail: string[] = [];
    for (let unit = this.#take(this.#before); unit; unit = this.#take(this.#before)) {
      head.unshift(unit.text);
      if (!FLAG.test(unit.text)) break;
    }
    for (let unit = this.#take(this.#after); unit; unit = this.#take(this.#after)) {
      tail.push(unit.text);
      if (!FLAG.test(unit.text)) break;
    }
    const start = this.#before.length;
    const after: DisplayUnit[] = [];
    const headText = head.join("");
    const typedAt = headText.length - this.#joined;
    const typed = headText.slice(0, typedAt) + text;
    tail.unshift(headText.slice(typedAt));
    let left = typed.length;
    let same = 0;
    for (const unit of this.#withNext(displayUnits(typed + tail.join("")))) {
      if (unit.text === head[same] && this.#before.length === start + same) same++;
      (left > 0 ? this.#before : after).push(unit);
      left -= unit.text.length;
      this.#characters += unit.length;
    }
    for (const unit of after.reverse()) this.#after.push(unit);
    const rest = after.reduce((sum, unit) => sum + unit.text.length, 0);
    this.#joined = text === "" ? 0 : -left - rest;
    this.#touch(start + same);
  }

  /** Joins what follows as long as it makes one unit with the last one. */
  #withNext(units: DisplayUnit[]): DisplayUnit[] {
    for (;;) {
      const last = units.at(-1);
      const next = this.#after.at(-1);
      if (last === undefined || next === undefined || last.apart) return units;
      const [joined, more] = displayUnits(last.text + next.text);
      if (joined === undefined || more !== undefined) return units;
      this.#take(this.#after);
      units.splice(-1, 1, joined);
    }
  }

  #take(from: DisplayUnit[]): DisplayUnit | undefined {
    const unit = from.pop();
    if (unit !== undefined) this.#characters -= unit.length;
    return unit;
  }
}

function isSpace(unit: DisplayUnit | undefined): boolean {
  return unit !== undefined && /^\s/.test(unit.text);
}
