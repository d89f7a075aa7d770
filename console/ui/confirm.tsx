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
  /** The path of the page that asked. */
  readonly page: string;
  readonly answer: (yes: boolean) => void;
}

const asked = signal<Question | undefined>();

/** Asks whether to go on; leaving the page, or another login, means no. */
export function confirmLoss(confirmation: Confirmation): Promise<boolean> {
  return new Promise((resolve) => {
    asked.value = {
      ...confirmation,
      page: path.value,
      answer: (yes) => {
        asked.value = undefined;
        resolve(yes);
      },
    };
  });
}

/** Where the question is shown. */
export function ConfirmDialog() {
  const [typed, setTyped] = useState("");
  const { value } = asked;
  const isLeft = value !== undefined && value.page !== path.value;
  useEffect(() => {
    if (isLeft) value.answer(false);
  }, [isLeft]);
  useEffect(() => () => asked.value?.answer(false), []);
  useEffect(() => setTyped(""), [value]);
  if (value === undefined || isLeft) return null;
  const { answer } = value;
  return (
    <Dialog title={value.title} close={() => answer(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer(true);
        }}
      >
        <p>{value.loss}</p>
        {value.word !== undefined && (
          <label>
            {t("confirm.type", { word: value.word })}
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
            disabled={value.word !== undefined && typed !== value.word}
          >
            {value.action}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
