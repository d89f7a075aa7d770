import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** The part of a long list that is to be drawn. */
export interface VirtualList {
  readonly items: readonly { readonly index: number; readonly start: number }[];
  /** Height of the whole list in pixels. */
  readonly height: number;
  readonly scrollTo: (index: number) => void;
}

/** Lines drawn above and below those in sight, so that fast scrolling shows no gaps. */
const SPARE = 6;
/** Events of a list that is about to be scrolled. */
const SCROLLS_SOON = ["pointerenter", "focusin", "scroll"];
/** Pixels of the window that a list usually leaves to what is around it. */
const AROUND = 240;

/**
 * Follows a scrolling element, and tells which lines are in sight. All lines are equally high, so
 * this is arithmetic; libraries for it that measure every line weigh as much as the whole first
 * view.
 */
export function useVirtualList(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  lineHeight: number,
): VirtualList {
  const [line, setLine] = useState(0);
  // Until the element is there its height is guessed, so that the first lines come with it.
  const [lines, setLines] = useState(Math.ceil((innerHeight - AROUND) / lineHeight));
  const [spare, setSpare] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const follow = () => setLine(Math.floor(element.scrollTop / lineHeight));
    // A first view that nobody scrolls need not wait for them.
    const prepare = () => setSpare(SPARE);
    const measure = new ResizeObserver(() => {
      setLines(Math.ceil(element.clientHeight / lineHeight));
    });
    element.addEventListener("scroll", follow, { passive: true });
    for (const sign of SCROLLS_SOON) element.addEventListener(sign, prepare, { passive: true });
    measure.observe(element);
    follow();
    return () => {
      element.removeEventListener("scroll", follow);
      for (const sign of SCROLLS_SOON) element.removeEventListener(sign, prepare);
      measure.disconnect();
    };
  }, [lineHeight]);
  // A list that has become shorter is drawn before the browser scrolls it back.
  const first = Math.max(0, Math.min(line, count - lines) - spare);
  const length = Math.max(0, Math.min(count, line + lines + spare) - first);
  return {
    items: Array.from(
      { length },
      (_, n) => ({ index: first + n, start: (first + n) * lineHeight }),
    ),
    height: count * lineHeight,
    scrollTo: (index) => scroller.current && show(scroller.current, index * lineHeight, lineHeight),
  };
}

/** Scrolls as little as shows what is there. */
function show(element: HTMLElement, start: number, height: number): void {
  const { scrollTop, clientHeight } = element;
  if (start < scrollTop) element.scrollTop = start;
  else if (start + height > scrollTop + clientHeight) {
    element.scrollTop = start + height - clientHeight;
  }
}
