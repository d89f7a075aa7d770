import { t, tn } from "../i18n/translate.ts";
import { plain } from "../ui/plain.ts";
import type { Transfer } from "./transfer_queue.ts";

/** How far a transfer is, and its end. */
export function TransferBar(
  { transfer, cancel }: { readonly transfer: Transfer; readonly cancel: () => void },
) {
  const { direction, moved, size, waiting } = transfer;
  const name = plain(transfer.name, 80);
  const label = t(direction === "up" ? "files.uploading" : "files.downloading", { name });
  return (
    <div class="transfer">
      <p role="status">
        {label}
        {waiting > 0 && ` · ${tn("files.waiting", waiting)}`}
      </p>
      <progress max={Math.max(1, size)} value={moved} aria-label={label} />
      <button
        type="button"
        class="small"
        aria-label={`${t("action.cancel")}: ${label}`}
        onClick={cancel}
      >
        {t("action.cancel")}
      </button>
    </div>
  );
}
