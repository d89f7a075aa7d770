import { shortened } from "../outside_text.ts";
import type { Fact, Said } from "../said.ts";

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

/**
 * The parts of a text; what comes from outside is isolated and looks different.
 *
 * @param limit Graphemes of each text from outside.
 */
export function words(said: Said, limit = Infinity): (string | HTMLElement)[] {
  return said.map((part) =>
    typeof part === "string" ? part : element("bdi", "outside", shortened(part.outside, limit))
  );
}

/** A list of facts, one below the other. */
export function factList(facts: readonly Fact[]): HTMLElement {
  const list = element("dl", "facts");
  for (const { label, value } of facts) {
    const cell = element("dd", "value");
    cell.append(...words(value));
    list.append(element("dt", "label", label), cell);
  }
  return list;
}
