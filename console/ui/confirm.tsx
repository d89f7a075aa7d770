import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { path } from "../route.ts";
import { Dialog } from "./dialog.tsx";

/** Something that cannot be undone. */
export interface Confirmation {
  /** What is about to happen, as a question. */
  readonly title: string;
  /** What will be lost. */
  readonly loss: string;
  /** On the button. */
  readonly action: string;
  /** To be typed first, where much is lost. */
  readonly word?: string;
}

interface Question extends Confirmation {
  readonly id: number;
  /** The path of the page that asked. */
  readonly page: string;
  readonly answer: (yes: boolean) => void;
}

/** The first is shown; the others wait, so that none takes the place of one being answered. */
const asked = signal<readonly Question[]>([]);
let next = 1;

/** Asks whether to go on; leaving the page, or another login, means no. */
export function confirmLoss(confirmation: Confirmation): Promise<boolean> {
  return new Promise((resolve) => {
    const id = next++;
    const answer = (yes: boolean) => {
      asked.value = asked.value.filter((question) => question.id !== id);
      resolve(yes);
    };
    asked.value = [...asked.value, { ...confirmation, id, page: path.value, answer }];
  });
}

/** Where the question is shown. */
export function ConfirmDialog() {
  const left = asked.value.filter(({ page }) => page !== path.value);
  useEffect(() => {
    for (const { answer } of left) answer(false);
  }, [left.length]);
  useEffect(() => () => {
    for (const { answer } of asked.value) answer(false);
  }, []);
  const [first] = asked.value;
  return first && !left.includes(first) ? <Asking key={first.id} question={first} /> : null;
}

function Asking({ question }: { readonly question: Question }) {
  const [typed, setTyped] = useState("");
  const { answer } = question;
  return (
    <Dialog title={question.title} close={() => answer(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer(true);
        }}
      >
        <p>{question.loss}</p>
        {question.word !== undefined && (
          <label>
            {t("confirm.type", { word: question.word })}
            <input
              value={typed}
              autocomplete="off"
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </label>
        )}
        <footer>
          <button type="button" autofocus onClick={() => answer(false)}>
            {t("action.cancel")}
          </button>
          <button
            type="submit"
            class="danger"
            disabled={question.word !== undefined && typed !== question.word}
          >
            {question.action}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
