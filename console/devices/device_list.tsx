import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type DeviceLine, deviceLines, folded, shownDevices } from "../data/device_view.ts";
import { listPlace } from "../data/list_place.ts";
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
  const [active, setActive] = useState(listPlace.line);
  const lines = deviceLines.value;
  const height = narrow.value ? HEIGHT.card : HEIGHT.row;
  useReturn(scroller);
  const list = useVirtualList(scroller, lines.length, height);
  const drawn = list.items.map(({ index }) => lines[index]?.id);
  const tabbable = drawn.includes(active) ? active : drawn[0];
  useFocusKept(scroller);

  const enter = (id: string) => {
    listPlace.line = id;
    setActive(id);
  };
  // Keys may come faster than frames: until the line is drawn and has the focus it is remembered.
  const walking = useRef<number | undefined>(undefined);
  const walk = (to: number) => {
    const index = Math.max(0, Math.min(lines.length - 1, to));
    walking.current = index;
    list.scrollTo(index);
    requestAnimationFrame(() => {
      walking.current = undefined;
      rowAt(scroller, index)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-index]");
    const isThere = lines.some(({ id }) => id === active);
    const current = walking.current ??
      (row === null
        ? lines.findIndex(({ id }) => id === (isThere ? active : tabbable))
        : Number(row.dataset["index"]));
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
    const onRow = target === row || walking.current !== undefined;
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
      <div
        class="scroller"
        role="rowgroup"
        ref={scroller}
        tabIndex={-1}
        onScroll={(event) => listPlace.top = event.currentTarget.scrollTop}
      >
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
                tabIndex={line.id === tabbable ? 0 : -1}
                style={{ height: `${height}px`, transform: `translateY(${start}px)` }}
                onFocusIn={() => enter(line.id)}
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

type Scroller = RefObject<HTMLElement | null>;

/** Whoever comes back finds the list as it was left, and goes on from the same line. */
function useReturn(scroller: Scroller): void {
  useLayoutEffect(() => {
    const { top, line } = listPlace;
    if (scroller.current !== null) scroller.current.scrollTop = top;
    const frame = requestAnimationFrame(() => {
      const index = deviceLines.peek().findIndex(({ id }) => id === line);
      // Somebody who is elsewhere already stays there.
      if (document.activeElement === document.body) rowAt(scroller, index)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}

/** The focus of a line that is drawn no more goes to the list: keys work on. */
function useFocusKept(scroller: Scroller): void {
  const had = scroller.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (had && document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true });
    }
  });
}

function rowAt(scroller: Scroller, index: number): HTMLElement | null | undefined {
  return scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
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
