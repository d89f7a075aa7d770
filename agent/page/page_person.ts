import type { AccessOptions, Person } from "../access.ts";
import { button, element } from "./elements.ts";
import { PERSON_STYLE } from "./page_style.ts";
import { questions } from "./questions.ts";
import { sessionBar } from "./session_bar.ts";

/** Milliseconds that a notice stays, unless it is closed. */
const NOTICE_TIME = 15_000;
/** Notices at once; an operator cannot cover the page with them. */
const MAX_NOTICES = 4;

let shared: ((agent: AccessOptions) => Person) | undefined;

/**
 * The person before this page: questions in a modal dialog, notices, and a bar that names who is
 * connected. All in a shadow tree of its own, so that the page's style cannot hide it by accident.
 *
 * @param agent Whose guests these are: several agents in one page share the bar.
 */
export function pagePerson(agent: AccessOptions): Person {
  shared ??= createPerson();
  return shared(agent);
}

function createPerson(): (agent: AccessOptions) => Person {
  const host = document.createElement("div");
  host.dataset.meshAgentAccess = "";
  const root = host.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(PERSON_STYLE);
  root.adoptedStyleSheets = [style];
  const layer = element("div", "layer");
  layer.popover = "manual";
  const notices = element("div", "notices");
  notices.setAttribute("role", "log");
  const bar = sessionBar();
  layer.append(notices, bar.element);
  root.append(layer);

  const raise = () => {
    // Older browsers have no popover: there the bar is above all but what is fullscreen.
    if (!host.isConnected || layer.showPopover === undefined) return;
    layer.hidePopover();
    layer.showPopover();
  };
  // What became fullscreen is above all that was shown before.
  document.addEventListener("fullscreenchange", raise);
  const show = () => {
    if (host.isConnected) return;
    document.body.append(host);
    raise();
  };
  const ask = questions((dialog) => {
    show();
    root.append(dialog);
    dialog.showModal();
  });

  return (agent) => ({
    ask,
    notify(title, text) {
      show();
      while (notices.childElementCount >= MAX_NOTICES) notices.firstElementChild?.remove();
      notices.append(notice(title, text));
    },
    connected(guests, endAll) {
      show();
      bar.show(agent, guests, endAll);
    },
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
