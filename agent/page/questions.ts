import type { Question } from "../access.ts";
import { button, element, factList } from "./elements.ts";
import { guardPress } from "./press_guard.ts";

/** Questions that wait for their turn; one more is refused unseen. */
const MAX_WAITING = 8;

interface Waiting {
  readonly question: Question;
  readonly answer: (agreed: boolean) => void;
}

/**
 * Asks one question after the other: of two dialogs at once the person sees one only, and without a
 * bound an operator could cover the page with them.
 *
 * @param show Puts a dialog into the page.
 * @returns Asks; rejects if too many questions wait.
 */
export function questions(
  show: (dialog: HTMLDialogElement) => void,
): (question: Question) => Promise<boolean> {
  const waiting = new Set<Waiting>();
  let open = false;

  const next = () => {
    const [first] = waiting;
    if (open || first === undefined) return;
    waiting.delete(first);
    open = true;
    const answered = (agreed: boolean) => {
      first.answer(agreed);
      open = false;
      next();
    };
    // One signal may end several questions.
    if (first.question.signal.aborted) answered(false);
    else show(dialogFor(first.question, answered));
  };

  return (question) =>
    new Promise((answer, reject) => {
      if (question.signal.aborted) return answer(false);
      if (waiting.size >= MAX_WAITING) return reject(new Error("too many questions wait"));
      const mine = { question, answer };
      waiting.add(mine);
      question.signal.addEventListener("abort", () => waiting.delete(mine) && answer(false));
      next();
    });
}

/**
 * The sentence is apart from whom and what it is about, so that no name can displace or imitate it.
 * Esc, and whatever else closes the dialog, is a no.
 */
function dialogFor(
  { title, text, sentence = text, facts = [], signal }: Question,
  answer: (agreed: boolean) => void,
): HTMLDialogElement {
  const dialog = element("dialog", "question");
  const heading = element("h2", "title", title);
  const body = element("p", "sentence", sentence);
  const list = factList(facts);
  heading.id = "title";
  body.id = "sentence";
  list.id = "facts";
  list.tabIndex = 0; // to scroll it by keyboard
  dialog.setAttribute("aria-labelledby", "title");
  dialog.setAttribute("aria-describedby", "sentence facts");
  const allow = button("Allow");
  const deny = button("Refuse");
  // Refusing has the focus: whoever is typing does not agree by accident.
  deny.autofocus = true;
  const actions = element("div", "actions");
  actions.append(deny, allow);
  dialog.append(heading, body, list, actions);
  const finish = (agreed: boolean) => {
    over.abort();
    dialog.remove();
    answer(agreed);
  };
  const refuse = () => finish(false);
  const over = new AbortController();
  const once = { signal: over.signal };
  guardPress(allow, () => finish(true), { shown: [heading, body], front: dialog, ...once });
  deny.addEventListener("click", refuse, once);
  dialog.addEventListener("close", refuse, once);
  signal.addEventListener("abort", refuse, once);
  return dialog;
}
