import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Icon } from "./icon.tsx";

/** A modal dialog: the browser keeps the focus in it, and Escape closes it. */
export function Dialog(
  { title, close, children, wide = false }: {
    readonly title: string;
    readonly close: () => void;
    readonly children: ComponentChildren;
    readonly wide?: boolean;
  },
) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      class={wide ? "wide" : ""}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClose={close}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="quiet" aria-label={t("action.close")} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
