import type { DesktopInput } from "../../protocol/mod.ts";

/** Flags of a finger, as Windows names them: in range and in contact, and what it does. */
const DOWN = 0x10006;
const MOVE = 0x20006;
const UP = 0x40000;
/** Fingers that a device is told of. */
const MOST = 10;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The fingers on a picture. Each message tells of all of them: devices forget those left out. */
export class Fingers {
  readonly #say: (input: DesktopInput) => void;
  readonly #places = new Map<number, Place & { readonly id: number }>();

  /** None so far. */
  constructor(say: (input: DesktopInput) => void) {
    this.#say = say;
  }

  /** Whether this pointer is a finger that is down. */
  has(pointer: number): boolean {
    return this.#places.has(pointer);
  }

  /** A finger is put down. */
  down(pointer: number, place: Place): void {
    const used = new Set([...this.#places.values()].map(({ id }) => id));
    const id = Array.from({ length: MOST }, (_, n) => n).find((n) => !used.has(n));
    if (id === undefined) return;
    this.#places.set(pointer, { ...place, id });
    this.#tell(pointer, DOWN);
  }

  /** A finger is moved. */
  move(pointer: number, place: Place): void {
    this.#put(pointer, place);
    this.#tell(pointer, MOVE);
  }

  /** A finger is lifted. */
  up(pointer: number, place: Place): void {
    this.#put(pointer, place);
    this.#tell(pointer, UP);
    this.#places.delete(pointer);
  }

  #put(pointer: number, place: Place): void {
    const finger = this.#places.get(pointer);
    if (finger !== undefined) this.#places.set(pointer, { ...finger, ...place });
  }

  #tell(changed: number, flags: number): void {
    const points = [...this.#places].map(([pointer, finger]) => ({
      ...finger,
      flags: pointer === changed ? flags : MOVE,
    }));
    this.#say({ type: "touch", version: 2, points });
  }
}
