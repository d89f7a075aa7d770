import { ControlError } from "./errors.ts";

interface Taker<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

/**
 * A bounded queue, read as an async iterator. When it is full, nothing more is taken: the reader
 * still gets what waits, and then an error, since a stream of changes with a gap is worse than none.
 */
export class EventQueue<T extends NonNullable<unknown>>
  implements AsyncIterableIterator<T, undefined> {
  readonly #limit: number;
  readonly #onEnd: () => void;
  readonly #sizeOf: (item: T) => number;
  #size = 0;
  #items: T[] = [];
  #takers: Taker<T>[] = [];
  #ended = false;
  #error: unknown;

  /**
   * A queue for `limit` items, or for as many as have that size together; `onEnd` is called once,
   * when nothing more is taken.
   */
  constructor(
    limit: number,
    onEnd: () => void = () => {},
    sizeOf: (item: T) => number = () => 1,
  ) {
    this.#limit = limit;
    this.#onEnd = onEnd;
    this.#sizeOf = sizeOf;
  }

  /** What waits to be taken, in the measure of the limit. */
  get size(): number {
    return this.#size;
  }

  /** Adds an item. */
  push(item: T): void {
    if (this.#ended) return;
    const taker = this.#takers.shift();
    if (taker !== undefined) return taker.resolve({ done: false, value: item });
    if (this.#size < this.#limit) {
      this.#size += this.#sizeOf(item);
      this.#items.push(item);
      return;
    }
    const what = `Nobody took what waits, ${this.#items.length} in number.`;
    this.end(new ControlError("events-lost", what));
  }

  /** Takes no more; the reader gets what waits, and then the end or the error. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const taker of this.#takers.splice(0)) {
      if (error === undefined) taker.resolve({ done: true, value: undefined });
      else taker.reject(error);
    }
    this.#error = error;
    this.#onEnd();
  }

  /** The next item; waits for one. */
  next(): Promise<IteratorResult<T, undefined>> {
    const item = this.#items.shift();
    if (item !== undefined) {
      this.#size -= this.#sizeOf(item);
      return Promise.resolve({ done: false, value: item });
    }
    if (!this.#ended) {
      return new Promise((resolve, reject) => this.#takers.push({ resolve, reject }));
    }
    const error = this.#error;
    this.#error = undefined; // told once, then it is just the end
    return error === undefined
      ? Promise.resolve({ done: true, value: undefined })
      : Promise.reject(error);
  }

  /** Leaves the loop: what waits is dropped. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#items = [];
    this.end();
    this.#error = undefined;
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
