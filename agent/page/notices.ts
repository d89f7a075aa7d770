import type { Notice } from "../access.ts";
import { plainText } from "../said.ts";
import { button, element, factList } from "./elements.ts";

/** Milliseconds that a notice stays after it was last updated, unless it is closed. */
const NOTICE_TIME = 15_000;
/** Notices that are shown at once; the others are counted. */
const MAX_SHOWN = 3;
/** Operators whose notices are kept; beyond it the oldest one goes. */
const MAX_KEPT = 64;

/** One operator's notice. */
interface Kept {
  readonly box: HTMLElement;
  readonly timer: ReturnType<typeof setTimeout>;
  /** Notices that it stands for. */
  readonly count: number;
}

/** The notices of a page: one for each operator, the newest first. */
export interface Notices {
  readonly element: HTMLElement;
  /** Shows a notice in the place of the operator's earlier one. */
  show(notice: Notice): void;
}

/** Creates a list without notices. */
export function createNotices(): Notices {
  const kept = new Map<string, Kept>();
  const list = element("div", "notices");
  list.setAttribute("role", "log");
  const more = element("p", "more");

  const remove = (operator: string) => {
    const { box, timer } = kept.get(operator) ?? {};
    clearTimeout(timer);
    box?.remove();
    kept.delete(operator);
    count();
  };
  const count = () => {
    const hidden = kept.size - MAX_SHOWN;
    more.textContent = hidden > 0 ? `and ${hidden} more` : "";
    list.append(more);
    [...kept.values()].reverse().forEach(({ box }, index) => box.hidden = index >= MAX_SHOWN);
  };

  return {
    element: list,
    show(notice) {
      const operator = plainText("", notice.facts.slice(0, 1));
      const number = (kept.get(operator)?.count ?? 0) + 1;
      remove(operator);
      for (const [oldest] of kept) if (kept.size >= MAX_KEPT) remove(oldest);
      const close = () => remove(operator);
      const box = noticeBox(notice, number, close);
      kept.set(operator, { box, timer: setTimeout(close, NOTICE_TIME), count: number });
      list.prepend(box);
      count();
    },
  };
}

function noticeBox(
  { title, sentence, facts, body }: Notice,
  number: number,
  close: () => void,
): HTMLElement {
  const box = element("section", "notice");
  const heading = number > 1 ? `${title} (and ${number - 1} more)` : title;
  const done = button("Close");
  done.addEventListener("click", close);
  const text = element("p", "body", body);
  text.hidden = body === "";
  text.tabIndex = 0; // to scroll it by keyboard
  text.dir = "auto";
  box.append(
    element("h2", "title", heading),
    element("p", "sentence", sentence),
    factList(facts),
    text,
    done,
  );
  return box;
}
