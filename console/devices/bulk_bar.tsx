import { useState } from "preact/hooks";
import { clearSelection, countHidden, selection } from "../data/selection.ts";
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

interface Begun {
  readonly kind: BulkKind;
  /** Those that were selected then: some may be gone from the list before it is done. */
  readonly ids: readonly string[];
  readonly hidden: number;
}

/** What can be done with the devices that are selected. */
export function BulkBar() {
  const [begun, setBegun] = useState<Begun>();
  return (
    <>
      {selection.value.size > 0 && <Bar begin={setBegun} />}
      {begun && <BulkDialog {...begun} close={() => setBegun(undefined)} />}
    </>
  );
}

function Bar({ begin }: { readonly begin: (begun: Begun) => void }) {
  const hidden = countHidden(selection.value);
  return (
    <div class="bulk-bar" role="toolbar" aria-label={t("bulk.label")}>
      <strong role="status">
        {tn("bulk.selected", selection.value.size)}
        {hidden > 0 && `, ${tn("bulk.hidden", hidden)}`}
      </strong>
      {KINDS.map(([kind, icon]) => (
        <button
          key={kind}
          type="button"
          title={t(`bulk.${kind}`)}
          onClick={() => begin({ kind, ids: [...selection.value], hidden })}
        >
          <Icon name={icon} />
          <span>{t(`bulk.${kind}`)}</span>
        </button>
      ))}
      <button type="button" class="quiet" aria-label={t("bulk.clear")} onClick={clearSelection}>
        <Icon name="close" />
      </button>
    </div>
  );
}
