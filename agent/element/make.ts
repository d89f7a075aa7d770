/** A button; the main one of its place stands out. */
export function button(text: string, action: () => void, main = false): HTMLButtonElement {
  const element = make("button", { type: "button", textContent: text });
  element.toggleAttribute("data-main", main);
  element.addEventListener("click", action);
  return element;
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
