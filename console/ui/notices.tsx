import { signal } from "@preact/signals";
import { t } from "../i18n/translate.ts";
import { Icon } from "./icon.tsx";
import { problemText } from "./problem_text.ts";

interface Notice {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
}

const notices = signal<readonly Notice[]>([]);
let next = 1;
/** Ids of the dialogs that are open, the last one on top. */
export const openDialogs = signal<readonly string[]>([]);

/** Milliseconds that good news stays; bad news stays until it is put away. */
const STAY = 5_000;

/** Tells that something went well. */
export function notify(text: string): void {
  const { id } = add(text, false);
  setTimeout(() => dismiss(id), STAY);
}

/** Tells that something went wrong. */
export function notifyProblem(problem: unknown): void {
  add(problemText(problem), true);
}

/** Puts everything away that was told. */
export function forgetNotices(): void {
  notices.value = [];
}

/** What was told, in a corner: of the last dialog that is open, as all behind it is out of reach. */
export function Notices({ dialog }: { readonly dialog?: string }) {
  const isHere = openDialogs.value.at(-1) === dialog;
  return (
    <div class="notices" role="status" aria-live="polite">
      {isHere &&
        notices.value.map(({ id, text, bad }) => (
          <div key={id} class={bad ? "notice bad" : "notice"}>
            <Icon name={bad ? "alert" : "check"} />
            <span>{text}</span>
            <button
              type="button"
              class="quiet"
              aria-label={t("action.dismiss")}
              onClick={() =>
                dismiss(id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
    </div>
  );
}

function add(text: string, bad: boolean): Notice {
  const notice = { id: next++, text, bad };
  notices.value = [...notices.value.slice(-4), notice];
  return notice;
}

function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
