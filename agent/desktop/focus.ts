const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex], [contenteditable]";

/** What a click does: the focus goes to what can have it, or is taken away. */
export function focus(element: Element): void {
  const target = element.closest<HTMLElement>(FOCUSABLE);
  if (target !== null) target.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** What Tab does, and Shift with it. */
export function moveFocus(from: Element, back: boolean): void {
  const all = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) =>
    element.tabIndex >= 0 && !element.matches(":disabled") && element.getClientRects().length > 0
  );
  const at = all.findIndex((element) => element === from);
  all.at((at + (back ? -1 : 1)) % all.length)?.focus();
}
