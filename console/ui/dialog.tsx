import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Icon } from "./icon.tsx";
import { Notices, openDialogs } from "./notices.tsx";

/** A modal dialog: the browser keeps the focus in it, and Escape closes it. */
export function Dialog(
  { title, close, children, wide = false, lasting = false }: {
    readonly title: string;
    readonly close: () => void;
    readonly children: ComponentChildren;
    readonly wide?: boolean;
    /** It cannot be put away. */
    readonly lasting?: boolean;
  },
) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    openDialogs.value = [...openDialogs.value, id];
    return () => {
      openDialogs.value = openDialogs.value.filter((open) => open !== id);
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      class={wide ? "wide" : ""}
      onCancel={(event) => {
        event.preventDefault();
        if (!lasting) close();
      }}
      onClose={() => {
        // A second Escape closes it without asking: what asks before it goes must be seen.
        dialog.current?.showModal();
        if (!lasting) close();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {!lasting && (
          <button type="button" class="quiet" aria-label={t("action.close")} onClick={close}>
            <Icon name="close" />
          </button>
        )}
      </header>
      {children}
      <Notices dialog={id} />
    </dialog>
  );
}
