import { useState } from "preact/hooks";
import { selection } from "../data/selection.ts";
import { t, tn } from "../i18n/translate.ts";
import { loadMore } from "../load_parts.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { lazy } from "../ui/lazy.tsx";
import type { BulkKind } from "./bulk_run.ts";

const BulkDialog = lazy(async () => (await loadMore()).BulkDialog);

const KINDS: readonly (readonly [BulkKind, IconName])[] = [
  ["message", "message"],
  ["toast", "bell"],
  ["command", "terminal"],
  ["move", "move"],
  ["power", "power"],
];

/** What can be done with the devices that are selected. */
export function BulkBar() {
  const [kind, setKind] = useState<BulkKind>();
  return (
    <div class="bulk-bar" role="toolbar" aria-label={t("bulk.label")}>
      <strong role="status">{tn("bulk.selected", selection.value.size)}</strong>
      {KINDS.map(([kind, icon]) => (
        <button
          key={kind}
          type="button"
          title={t(`bulk.${kind}`)}
          onClick={() => setKind(kind)}
        >
          <Icon name={icon} />
          <span>{t(`bulk.${kind}`)}</span>
        </button>
      ))}
      <button
        type="button"
        class="quiet"
        aria-label={t("bulk.clear")}
        onClick={() => selection.value = new Set()}
      >
        <Icon name="close" />
      </button>
      {kind && (
        <BulkDialog
          kind={kind}
          ids={[...selection.value]}
          close={() => setKind(undefined)}
        />
      )}
    </div>
  );
}
