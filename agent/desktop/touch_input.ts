import type { TouchPoint } from "../../protocol/mod.ts";
import type { Place } from "./input_target.ts";

/** A finger that is down. */
interface Finger {
  /** It belongs to the element that it came down on, wherever it goes. */
  readonly element: Element;
  /** Missing in browsers without touch events. */
  readonly touch: Touch | undefined;
}

/** Turns one operator's fingers into DOM events. */
export class TouchInput {
  readonly #down = new Map<number, Finger>();
  #several = false;

  /**
   * @param shared What all events of that moment have.
   * @returns Whether it was a tap that the page has not taken as a touch: one finger alone, up where
   * it came down.
   */
  receive({ id, flags }: TouchPoint, place: Place, shared: MouseEventInit): boolean {
    const [phase, pointer] = flags & 0x10000
      ? ["touchstart", "pointerdown"]
      : flags & 0x40000
      ? ["touchend", "pointerup"]
      : ["touchmove", "pointermove"];
    const element = phase === "touchstart" ? place.element : this.#down.get(id)?.element;
    if (element === undefined) return false;
    const touch = touchAt(place, id, element);
    if (phase === "touchend") this.#down.delete(id);
    else this.#down.set(id, { element, touch });
    const alone = this.#down.size === 0 && !this.#several;
    this.#several = this.#down.size > 1 || this.#several && this.#down.size > 0;

    const init = { ...shared, pointerId: 1000 + id, pointerType: "touch", isPrimary: id === 0 };
    element.dispatchEvent(new PointerEvent(pointer, init));
    if (touch !== undefined && !element.dispatchEvent(this.#event(phase, touch))) return false;
    return phase === "touchend" && alone && element === place.element;
  }

  #event(phase: string, changed: Touch): TouchEvent {
    const touches = [...this.#down.values()].flatMap(({ touch }) => touch ?? []);
    return new TouchEvent(phase, {
      touches,
      targetTouches: touches.filter(({ target }) => target === changed.target),
      changedTouches: [changed],
      bubbles: true,
      cancelable: true,
      composed: true,
    });
  }
}

function touchAt({ clientX, clientY }: Place, identifier: number, target: Element) {
  const known = typeof Touch === "function" && typeof TouchEvent === "function";
  return known ? new Touch({ identifier, target, clientX, clientY }) : undefined;
}
