import type { TouchPoint } from "../../protocol/mod.ts";
import type { Place } from "./place.ts";
import { initAt, path, type PointerInit, sendCrossing, sendPointer } from "./pointer_events.ts";

/** A finger that is down. */
interface Finger {
  /** It belongs to the element that it came down on, wherever it goes. */
  readonly element: Element;
  /** Missing in browsers without touch events. */
  readonly touch: Touch | undefined;
}

/**
 * The pointer of a finger. The first one has the id of the mouse, which Chromium knows: of any other one
 * `setPointerCapture` throws in the page's listener.
 */
export function pointerOf(finger: number): number {
  return finger === 0 ? 1 : 1000 + finger;
}

/** Turns one operator's fingers into DOM events. */
export class TouchInput {
  readonly #down = new Map<number, Finger>();
  #several = false;

  /**
   * @returns Whether it was a tap that the page has not taken as a touch: one finger alone, up where
   * it came down.
   */
  receive({ id, flags }: TouchPoint, place: Place, modifiers: EventModifierInit): boolean {
    const [phase, type] = flags & 0x10000
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

    const pointer: PointerInit = {
      ...modifiers,
      pointerId: pointerOf(id),
      pointerType: "touch",
      isPrimary: id === 0,
      button: phase === "touchmove" ? -1 : 0,
      buttons: phase === "touchend" ? 0 : 1,
    };
    const at = { ...place, element };
    if (phase === "touchstart") sendCrossing(["pointer"], [], path(element), at, pointer);
    sendPointer(type, at, pointer);
    if (phase === "touchend") sendCrossing(["pointer"], path(element), [], at, pointer);
    if (touch !== undefined && !element.dispatchEvent(this.#event(phase, touch, modifiers))) {
      return false;
    }
    return phase === "touchend" && alone && element === place.element;
  }

  #event(phase: string, changed: Touch, modifiers: EventModifierInit): TouchEvent {
    const touches = [...this.#down.values()].flatMap(({ touch }) => touch ?? []);
    return new TouchEvent(phase, {
      ...modifiers,
      touches,
      targetTouches: touches.filter(({ target }) => target === changed.target),
      changedTouches: [changed],
      bubbles: true,
      cancelable: true,
      composed: true,
    });
  }
}

function touchAt(place: Place, identifier: number, target: Element): Touch | undefined {
  if (typeof Touch !== "function" || typeof TouchEvent !== "function") return undefined;
  const { clientX = 0, clientY = 0, screenX, screenY } = initAt(place, {});
  const [pageX, pageY] = [clientX + scrollX, clientY + scrollY];
  return new Touch({ identifier, target, clientX, clientY, pageX, pageY, screenX, screenY });
}
