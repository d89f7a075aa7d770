import type { AccessOptions, Guest, Person } from "../access.ts";
import { button, element } from "./elements.ts";
import { pressThrough } from "./press_through.ts";

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
      who.textContent = describe([...agents.values()].flatMap(([guests]) => guests));
    },
  };
}

function describe(guests: readonly Guest[]): string {
  const kinds = new Map<string, Set<string>>();
  for (const { name, kind } of guests) {
    kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
  }
  const people = [...kinds].map(([name, kinds]) => `${name} (${[...kinds].join(", ")})`);
  return people.length === 0 ? "" : `Connected: ${people.join("; ")}`;
}
