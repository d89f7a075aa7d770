import type { AccessOptions, Guest, Person } from "../access.ts";
import { button, element, words } from "./elements.ts";
import { pressThrough } from "./press_through.ts";

/** Operators that the bar names; the others are counted. */
const MAX_NAMED = 3;
/** Graphemes of a name in the bar, which has to be small. */
const MAX_NAME = 24;

/** The bar that names who is connected, by whichever agent of the page. */
export interface SessionBar {
  readonly element: HTMLElement;
  /** Who is connected by this agent now. */
  show(agent: AccessOptions, ...now: Parameters<Person["connected"]>): void;
}

/** A bar that is hidden as long as nobody is connected. */
export function sessionBar(): SessionBar {
  const agents = new Map<AccessOptions, Parameters<Person["connected"]>>();
  const bar = element("section", "bar");
  bar.setAttribute("aria-label", "Remote access");
  bar.hidden = true;
  const who = element("p", "who");
  who.setAttribute("role", "status");
  const end = button("End all sessions");
  end.addEventListener("click", () => {
    for (const [, endAll] of [...agents.values()]) endAll();
  });
  pressThrough(end);
  bar.append(who, end);
  return {
    element: bar,
    show(agent, guests, endAll) {
      if (guests.length === 0) agents.delete(agent);
      else agents.set(agent, [guests, endAll]);
      bar.hidden = agents.size === 0;
      who.replaceChildren(...describe([...agents.values()].flatMap(([guests]) => guests)));
    },
  };
}

/** One line for each operator. */
function describe(guests: readonly Guest[]): HTMLElement[] {
  const people = new Map<string, Guest & { readonly kinds: Set<string> }>();
  for (const guest of guests) {
    const known = people.get(guest.name) ?? { ...guest, kinds: new Set() };
    known.kinds.add(guest.kind);
    people.set(guest.name, known);
  }
  const lines = [...people.values()].slice(0, MAX_NAMED).map(({ who, kinds }, index) => {
    const line = element("span", "guest");
    const end = index < people.size - 1 ? "; " : "";
    line.append(
      index === 0 ? "Connected: " : "",
      ...words(who, MAX_NAME),
      ` (${[...kinds].join(", ")})${end}`,
    );
    return line;
  });
  const more = people.size - lines.length;
  if (more > 0) lines.push(element("span", "more", `and ${more} more`));
  return lines;
}
