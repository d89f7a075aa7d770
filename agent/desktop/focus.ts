import { placeCaret } from "./edit_text.ts";

const FOCUSABLE = ":is(a[href], button, input, select, textarea, summary, [tabindex], " +
  "[contenteditable]):not(:disabled)";

/** What a click does: the focus goes to what can have it, or is taken away. */
export function focus(element: Element): void {
  const target = element.closest<HTMLElement>(FOCUSABLE);
  if (target !== null) take(target, { preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** What Tab does, and Shift with it. */
export function moveFocus(from: Element, back: boolean): void {
  const all = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) =>
    element.tabIndex >= 0 && element.getClientRects().length > 0
  );
  const at = all.findIndex((element) => element === from);
  const next = all.at((at + (back ? -1 : 1)) % all.length);
  if (next === undefined) return;
  take(next);
  if (next instanceof HTMLInputElement) next.select();
}

function take(element: HTMLElement, options?: FocusOptions): void {
  element.focus(options);
  placeCaret(element);
}
