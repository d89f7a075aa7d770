import { type GuardOptions, guardPress } from "../page/press_guard.ts";

/** A button; the main one of its place stands out. */
export function button(text: string, action?: () => void, main = false): HTMLButtonElement {
  const element = make("button", { type: "button", textContent: text });
  element.toggleAttribute("data-main", main);
  if (action !== undefined) element.addEventListener("click", action);
  return element;
}

/**
 * Guards a button by which the person agrees to something, while it is offered.
 *
 * @returns Tells whether it is offered now.
 */
export function guarded(
  element: HTMLButtonElement,
  accept: () => void,
  options: GuardOptions,
): (offered: boolean) => void {
  let guard: AbortController | undefined;
  return (offered) => {
    if (offered === (guard !== undefined)) return;
    guard?.abort();
    guard = offered ? new AbortController() : undefined;
    if (guard !== undefined) guardPress(element, accept, { ...options, signal: guard.signal });
  };
}

/** `part` is a read-only token list as a property, so it is set as the attribute that it is. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { part, ...properties }: Partial<Omit<HTMLElementTagNameMap[K], "part">> & { part?: string } = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  if (part !== undefined) element.setAttribute("part", part);
  element.append(...children);
  return element;
}
