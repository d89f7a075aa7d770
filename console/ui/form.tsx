import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { problemText } from "./problem_text.ts";

/** A form that tells how it goes: its button waits, and a problem is said above it. */
export function Form(
  { submit, label, children, cancel, danger = false }: {
    readonly submit: () => Promise<void>;
    readonly label: string;
    readonly children: ComponentChildren;
    readonly cancel?: (() => void) | undefined;
    readonly danger?: boolean;
  },
) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const run = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await submit();
    } catch (reason) {
      setProblem(reason);
    }
    setBusy(false);
  };
  return (
    <form onSubmit={run} aria-busy={busy}>
      {children}
      {problem !== undefined && <p class="form-problem" role="alert">{problemText(problem)}</p>}
      <footer>
        {cancel && <button type="button" onClick={cancel}>{t("action.cancel")}</button>}
        <button type="submit" class={danger ? "danger" : "primary"} disabled={busy}>
          {busy ? t("state.working") : label}
        </button>
      </footer>
    </form>
  );
}

/** A field with its name and a hint. */
export function Field(
  { label, hint, children }: {
    readonly label: string;
    readonly hint?: string | undefined;
    readonly children: ComponentChildren;
  },
) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** A switch with its name. */
export function Check(
  { label, checked, change, hint }: {
    readonly label: string;
    readonly checked: boolean;
    readonly change: (checked: boolean) => void;
    readonly hint?: string | undefined;
  },
) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}
