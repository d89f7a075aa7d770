import { FilesError } from "./path.ts";
import { reasonOf } from "./reason.ts";

/** Entries that a message names; the others are counted. */
const MAX_NAMED = 5;
/** Characters of each path in the message. */
const MAX_PATH = 200;

/** Entries that an operation over many of them could not handle, for one message at its end. */
export class LeftOut {
  readonly #named: string[] = [];
  #count = 0;

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Notes one entry. At the bound it is only counted. */
  add(path: readonly string[], error: unknown): void {
    if (++this.#count > MAX_NAMED) return;
    this.#named.push(`"/${path.join("/").slice(0, MAX_PATH)}" (${reasonOf(error)})`);
  }

  /** The entries with their reasons. */
  toString(): string {
    const more = this.#count - this.#named.length;
    return this.#named.join(", ") + (more > 0 ? `, and ${more} more` : "");
  }

  /** Throws when something was left out; `what` begins the sentence. @throws {FilesError} */
  throwIfAny(what: string): void {
    if (this.#count > 0) throw new FilesError(`${what}: ${this}`);
  }
}
