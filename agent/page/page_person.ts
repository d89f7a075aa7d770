import type { AccessOptions, Person } from "../access.ts";
import { element } from "./elements.ts";
import { keepClear } from "./keep_clear.ts";
import { createNotices } from "./notices.ts";
import { PERSON_STYLE } from "./page_style.ts";
import { questions } from "./questions.ts";
import { sessionBar } from "./session_bar.ts";

let shared: ((agent: AccessOptions) => Person) | undefined;

/**
 * The person before this page: questions in a modal dialog, and one place for notices and the bar that
 * names who is connected. All in a shadow tree of its own, so that the page's style cannot hide it by
 * accident.
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
  const notices = createNotices();
  const bar = sessionBar();
  layer.append(notices.element, bar.element);
  root.append(layer);
  const place = keepClear(layer);

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
    notify(title, text, notice = { title, sentence: text, facts: [], text, body: "" }) {
      show();
      notices.show(notice);
      place();
    },
    connected(guests, endAll) {
      show();
      bar.show(agent, guests, endAll);
      place();
    },
  });
}
