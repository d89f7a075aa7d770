import type { Guest, Person, Question } from "../access.ts";
import { PERSON_STYLE } from "./page_style.ts";

/** Milliseconds that a notice stays, unless it is closed. */
const NOTICE_TIME = 15_000;
/** Notices at once; an operator cannot cover the page with them. */
const MAX_NOTICES = 4;

let shared: Person | undefined;

/**
 * The person before this page: questions in a modal dialog, notices, and a bar that names who is
 * connected. All in a shadow tree of its own, so that the page's style cannot hide it by accident.
 */
export function pagePerson(): Person {
  return shared ??= createPerson();
}

function createPerson(): Person {
  const host = document.createElement("div");
  host.dataset.meshAgentAccess = "";
  const root = host.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(PERSON_STYLE);
  root.adoptedStyleSheets = [style];
  const bar = element("section", "bar");
  bar.setAttribute("aria-label", "Remote access");
  bar.hidden = true;
  const who = element("p", "who");
  who.setAttribute("role", "status");
  const end = button("End all sessions");
  bar.append(who, end);
  const notices = element("div", "notices");
  notices.setAttribute("role", "log");
  root.append(notices, bar);
  let endAll = (): void => {};
  end.addEventListener("click", () => endAll());

  const show = () => {
    if (!host.isConnected) document.body.append(host);
  };

  return {
    ask: (question) => {
      show();
      return ask(root, question);
    },
    notify(title, text) {
      show();
      while (notices.childElementCount >= MAX_NOTICES) notices.firstElementChild?.remove();
      notices.append(notice(title, text));
    },
    connected(guests, end) {
      show();
      endAll = end;
      bar.hidden = guests.length === 0;
      who.textContent = describe(guests);
    },
  };
}

/** Esc, and whatever else closes the dialog, is a no. */
function ask(root: ShadowRoot, { title, text, signal }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = element("dialog", "question");
    const heading = element("h2", "title", title);
    const body = element("p", "text", text);
    heading.id = "title";
    body.id = "text";
    dialog.setAttribute("aria-labelledby", "title");
    dialog.setAttribute("aria-describedby", "text");
    const allow = button("Allow");
    const deny = button("Refuse");
    // Refusing has the focus: whoever is typing does not agree by accident.
    deny.autofocus = true;
    const actions = element("div", "actions");
    actions.append(deny, allow);
    dialog.append(heading, body, actions);
    const finish = (agreed: boolean) => {
      resolve(agreed);
      signal.removeEventListener("abort", refuse);
      dialog.remove();
    };
    const refuse = () => finish(false);
    allow.addEventListener("click", () => finish(true));
    deny.addEventListener("click", refuse);
    dialog.addEventListener("close", refuse);
    signal.addEventListener("abort", refuse);
    root.append(dialog);
    dialog.showModal();
  });
}

function notice(title: string, text: string): HTMLElement {
  const box = element("section", "notice");
  const close = button("Close");
  close.addEventListener("click", () => box.remove());
  setTimeout(() => box.remove(), NOTICE_TIME);
  box.append(element("h2", "title", title), element("p", "text", text), close);
  return box;
}

function describe(guests: readonly Guest[]): string {
  const kinds = new Map<string, Set<string>>();
  for (const { name, kind } of guests) {
    kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
  }
  const people = [...kinds].map(([name, kinds]) => `${name} (${[...kinds].join(", ")})`);
  return people.length === 0 ? "" : `Connected: ${people.join("; ")}`;
}

function button(text: string): HTMLButtonElement {
  const made = element("button", "button", text);
  made.type = "button";
  return made;
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.setAttribute("part", part);
  made.textContent = text;
  return made;
}
