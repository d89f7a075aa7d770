import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
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

const asked = signal<(Confirmation & { readonly answer: (yes: boolean) => void }) | undefined>();

/** Asks whether to go on. */
export function confirmLoss(confirmation: Confirmation): Promise<boolean> {
  return new Promise((resolve) => {
    asked.value = {
      ...confirmation,
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
  if (value === undefined) return null;
  const answer = (yes: boolean) => {
    setTyped("");
    value.answer(yes);
  };
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
