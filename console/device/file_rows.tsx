import type { FileEntry } from "../../protocol/mod.ts";
import { language, t } from "../i18n/translate.ts";
import { Icon } from "../ui/icon.tsx";
import { plain } from "../ui/plain.ts";
import { Time } from "../ui/time.tsx";

/** Entries of a folder that are drawn; of a larger one the rest is counted. */
const MOST = 2_000;

/** What is in a folder. */
export function FileRows(
  { entries, disabled, open, rename, remove }: {
    readonly entries: readonly FileEntry[];
    /** Nothing can be done: the device is not connected. */
    readonly disabled: boolean;
    readonly open: (entry: FileEntry) => void;
    readonly rename: (entry: FileEntry) => void;
    readonly remove: (entry: FileEntry) => void;
  },
) {
  const sorted = [...entries].sort((a, b) => a.t - b.t || a.n.localeCompare(b.n));
  return (
    <>
      <ul class="rows files" aria-label={t("tab.files")}>
        {sorted.slice(0, MOST).map((entry) => {
          const name = plain(entry.n, 200);
          return (
            <li key={entry.n}>
              <button
                type="button"
                class="file-open"
                disabled={disabled}
                onClick={() => open(entry)}
              >
                <Icon name={entry.t === 3 ? "file" : "folder"} />
                <bdi>{name}</bdi>
                {entry.t === 3 && <Icon name="download" />}
              </button>
              <small class="size">{entry.t === 3 ? bytes(entry.s ?? 0) : ""}</small>
              <small class="when">
                <Time at={entry.d} />
              </small>
              {entry.t !== 1 && (
                <>
                  <button
                    type="button"
                    class="quiet"
                    disabled={disabled}
                    aria-label={t("files.rename_one", { name })}
                    onClick={() => rename(entry)}
                  >
                    <Icon name="edit" />
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    disabled={disabled}
                    aria-label={t("files.delete", { name })}
                    onClick={() => remove(entry)}
                  >
                    <Icon name="trash" />
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {sorted.length > MOST && <p>{t("files.more", { n: sorted.length - MOST })}</p>}
    </>
  );
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

function bytes(count: number): string {
  const power = Math.min(4, count < 1 ? 0 : Math.floor(Math.log(count) / Math.log(1024)));
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(count / 1024 ** power);
}
