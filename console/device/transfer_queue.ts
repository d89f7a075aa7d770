/** A transfer on its way. */
export interface Transfer {
  readonly name: string;
  readonly direction: Direction;
  /** Bytes so far. */
  readonly moved: number;
  /** Bytes in all, when that is known. */
  readonly size: number;
  /** How many come after it. */
  readonly waiting: number;
}

/** To the device, or from it. */
export type Direction = "up" | "down";

/** Whoever began a transfer has given it up. */
export class TransferCancelled extends Error {}

/** Transfers in one direction, one after the other: a device takes no more at a time. */
export class TransferQueue {
  readonly #tell: (transfer: Transfer | undefined) => void;
  #shown: Transfer | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #round = 0;

  /** @param tell Is told how the one that is on its way gets on. */
  constructor(tell: (transfer: Transfer | undefined) => void) {
    this.#tell = tell;
  }

  /** Begins a transfer once all before it are over. */
  add<T>(begin: () => Promise<T>): Promise<T> {
    const round = this.#round;
    this.#wait(1);
    const transferred = this.#last.then(() => {
      this.#wait(-1);
      if (round !== this.#round) throw new TransferCancelled();
      return begin();
    }).finally(() => this.show(undefined));
    this.#last = transferred.catch(() => {});
    return transferred;
  }

  /** Says how far the present one is. */
  show(transfer: Omit<Transfer, "waiting"> | undefined): void {
    this.#shown = transfer && { ...transfer, waiting: this.#waiting };
    this.#tell(this.#shown);
  }

  /** Gives up all that wait. */
  cancelWaiting(): void {
    this.#round++;
  }

  #wait(more: 1 | -1): void {
    this.#waiting += more;
    if (this.#shown !== undefined) this.show(this.#shown);
  }
}
