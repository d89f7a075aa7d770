import type { Place } from "./place.ts";
import { initAt, mouseEvent, path } from "./pointer_events.ts";

/** Pixels that a notch of the wheel (120) scrolls. */
const NOTCH = 100 / 120;

/**
 * Turns the wheel at a place: an event, and unless the page prevents it, the innermost box that can be
 * scrolled that way is. With Shift it goes sideways, with Ctrl, which zooms, nothing is scrolled.
 *
 * @param wheel 120 a notch, positive = up.
 */
export function turnWheel(place: Place, wheel: number, init: MouseEventInit): void {
  // MeshCentral's page sends the one's complement of what is negative.
  const delta = (wheel % 120 === -1 ? wheel + 1 : wheel) * -NOTCH;
  const [deltaX, deltaY] = init.shiftKey ? [delta, 0] : [0, delta];
  const full = initAt(place, { button: -1, ...init });
  const event = mouseEvent(WheelEvent, "wheel", { ...full, deltaX, deltaY });
  if (!place.element.dispatchEvent(event) || init.ctrlKey) return;
  for (const element of path(place.element)) {
    if (scroll(element, deltaX, deltaY)) return;
  }
}

/** @returns Whether it ends here. */
function scroll(element: Element, left: number, top: number): boolean {
  const { overflowX, overflowY, overscrollBehaviorX, overscrollBehaviorY } = getComputedStyle(
    element,
  );
  const [overflow, chain] = top === 0
    ? [overflowX, overscrollBehaviorX]
    : [overflowY, overscrollBehaviorY];
  const page = element === document.scrollingElement;
  // Whatever else a script could scroll: a wheel cannot.
  if (page ? overflow === "hidden" : !/auto|scroll/.test(overflow)) return false;
  const { scrollLeft, scrollTop } = element;
  // At once: a page's smooth scrolling would not have begun when we look.
  element.scrollBy({ left, top, behavior: "instant" });
  return chain !== "auto" || element.scrollLeft !== scrollLeft || element.scrollTop !== scrollTop;
}
