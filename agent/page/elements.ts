/** A button of the agent's own. */
export function button(text: string): HTMLButtonElement {
  const made = element("button", "button", text);
  made.type = "button";
  return made;
}

/** An element with the name by which the page may style it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.setAttribute("part", part);
  made.textContent = text;
  return made;
}
