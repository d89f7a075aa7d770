import { signal } from "@preact/signals";
import { deviceOrder, devicesLoaded } from "./devices.ts";
import { shownDevices } from "./device_view.ts";

/** The devices that are selected. */
export const selection = signal<ReadonlySet<string>>(new Set());

/** Selects a device, or not any more. */
export function toggleSelected(id: string): void {
  const next = new Set(selection.value);
  if (!next.delete(id)) next.add(id);
  selection.value = next;
}

/** Selects all of these, or none of them when all are selected already. */
export function toggleAll(ids: readonly string[]): void {
  const next = new Set(selection.value);
  const all = ids.every((id) => next.has(id));
  for (const id of ids) all ? next.delete(id) : next.add(id);
  selection.value = next;
}

/** Selects none. */
export function clearSelection(): void {
  selection.value = new Set();
}

/** Drops devices that are gone; whoever runs this as an effect does so whenever some are. */
export function dropRemoved(): void {
  if (selection.value.size === 0 || !devicesLoaded.value) return;
  const there = new Set(deviceOrder.value);
  const left = [...selection.value].filter((id) => there.has(id));
  if (left.length < selection.value.size) selection.value = new Set(left);
}

/** How many of these the present view does not show. */
export function countHidden(ids: ReadonlySet<string>): number {
  return ids.size - shownDevices.value.filter(({ id }) => ids.has(id)).length;
}
