import type { DesktopInput } from "../../protocol/mod.ts";
import { clientPoint, elementAt, type InputTarget } from "./input_target.ts";
import { type InputLevel, KeyInput } from "./key_input.ts";
import { MouseInput } from "./mouse_input.ts";
import type { Place } from "./place.ts";
import { pointerOf, TouchInput } from "./touch_input.ts";

/**
 * Turns one operator's mouse, keys and fingers into DOM events. They are not `isTrusted`, and reach
 * nothing outside of the page.
 */
export class DomInput {
  readonly #target: InputTarget;
  readonly #level: InputLevel;
  readonly #keys: KeyInput;
  readonly #mouse: MouseInput;
  readonly #fingers = new TouchInput();

  /** @param now A clock in milliseconds, by which clicks are counted. */
  constructor(target: InputTarget, level: InputLevel, now = () => performance.now()) {
    this.#target = target;
    this.#level = level;
    this.#keys = new KeyInput(target, level);
    this.#mouse = new MouseInput(() => this.#keys.modifiers, now);
  }

  /** The cursor over what the mouse was last at, as CSS names it. */
  get cursor(): string {
    const { over } = this.#mouse;
    return over === undefined ? "default" : getComputedStyle(over).cursor;
  }

  /** `width` and `height`: the announced size, in which the points are. */
  receive(message: DesktopInput, width: number, height: number): void {
    if (this.#level === "none") return;
    const place = ({ x, y }: { readonly x: number; readonly y: number }): Place => {
      const point = clientPoint(this.#target, x, y, width, height);
      return { ...point, element: elementAt(this.#target, point) };
    };
    switch (message.type) {
      case "mouse":
        return this.#mouse.receive(message.flags, message.wheel ?? 0, () => place(message));
      case "key":
        return this.#keys.key(message.action % 4 === 0, message.key, message.action >= 3);
      case "unicodeKey":
        return this.#keys.character(message.action === 0, message.unit);
      case "touch":
        for (const point of message.points) {
          const at = place(point);
          const tapped = this.#fingers.receive(point, at, this.#keys.modifiers);
          if (tapped) this.#mouse.tap(at, pointerOf(point.id));
        }
    }
  }

  /** Releases keys and buttons that are still pressed: the operator has left. */
  release(): void {
    this.#mouse.release();
    this.#keys.release();
  }
}
