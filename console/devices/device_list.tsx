import { useRef, useState } from "preact/hooks";
import { type DeviceLine, deviceLines, folded, shownDevices } from "../data/device_view.ts";
import { selection, toggleAll, toggleSelected } from "../data/selection.ts";
import { t, tn } from "../i18n/translate.ts";
import { go } from "../route.ts";
import { Icon } from "../ui/icon.tsx";
import { narrow } from "../ui/media.ts";
import { plain } from "../ui/plain.ts";
import { useVirtualList } from "../ui/virtual_list.ts";
import { DeviceCard } from "./device_card.tsx";

/** Pixels of a line: a table's row, or a card on a phone. */
const HEIGHT = { row: 52, card: 72 };

/** The devices, of which only those in sight are drawn. Arrow keys walk, Space selects. */
export function DeviceList() {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const lines = deviceLines.value;
  const height = narrow.value ? HEIGHT.card : HEIGHT.row;
  const list = useVirtualList(scroller, lines.length, height);
  const current = Math.min(active, lines.length - 1);

  const walk = (to: number) => {
    const index = Math.max(0, Math.min(lines.length - 1, to));
    setActive(index);
    list.scrollTo(index);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus()
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[current];
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1;
    const to = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: lines.length - 1,
    }[event.key];
    const onRow = (event.target as Element).hasAttribute("data-index");
    if (to !== undefined) walk(to);
    else if (event.key === "Enter" && onRow && line?.kind === "device") go("devices", line.id);
    else if (event.key === "Enter" && onRow && line?.kind === "group") fold(line.id);
    else if (event.key === " " && onRow && line?.kind === "device") toggleSelected(line.id);
    else return;
    event.preventDefault();
  };

  return (
    <div
      class={narrow.value ? "device-list phone" : "device-list"}
      role="grid"
      aria-label={t("page.devices")}
      aria-rowcount={lines.length + 1}
      aria-multiselectable="true"
      onKeyDown={onKeyDown}
    >
      <ListHead />
      <div class="scroller" role="rowgroup" ref={scroller} tabIndex={-1}>
        <div class="sizer" role="presentation" style={{ height: `${list.height}px` }}>
          {list.items.map(({ index, start }) => {
            const line = lines[index];
            return line && (
              <div
                key={line.id}
                class={`line ${line.kind}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={line.kind === "device" ? selection.value.has(line.id) : undefined}
                data-index={index}
                tabIndex={index === current ? 0 : -1}
                style={{ height: `${height}px`, transform: `translateY(${start}px)` }}
                onFocus={() => setActive(index)}
              >
                {line.kind === "group" ? <GroupLine line={line} /> : <DeviceCard id={line.id} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function ListHead() {
  const shown = shownDevices.value;
  const all = selection.value.size >= shown.length &&
    shown.every(({ id }) => selection.value.has(id));
  return (
    <div class="list-head" role="row" aria-rowindex={1}>
      <span role="columnheader">
        <input
          type="checkbox"
          aria-label={t("devices.select_all")}
          checked={all}
          onChange={() => toggleAll(shown.map(({ id }) => id))}
        />
      </span>
      <span role="columnheader">{t("device.name")}</span>
      <span role="columnheader">{t("device.connection")}</span>
      <span role="columnheader">{t("device.power")}</span>
      <span role="columnheader">{t("device.group")}</span>
      <span role="columnheader">{t("device.id")}</span>
    </div>
  );
}

function GroupLine({ line }: { readonly line: DeviceLine & { readonly kind: "group" } }) {
  const open = !folded.value.has(line.id);
  return (
    <div role="gridcell" aria-colspan={6}>
      <button
        type="button"
        class="fold"
        tabIndex={-1}
        aria-expanded={open}
        onClick={() => fold(line.id)}
      >
        <Icon name="chevron" />
        <bdi>{plain(line.name, 80)}</bdi>
        <span class="count">{tn("devices.count", line.count)}</span>
      </button>
    </div>
  );
}

function fold(id: string): void {
  const next = new Set(folded.value);
  if (!next.delete(id)) next.add(id);
  folded.value = next;
}
