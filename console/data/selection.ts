import { signal } from "@preact/signals";

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
