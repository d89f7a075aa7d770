/**
 * Which of the devices are shown, and how: search, state, group, grouping; and views that were
 * saved.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";
import type { ApiDevice } from "../../api/schemas/devices.ts";
import { readJson, writeJson } from "../session/storage.ts";
import { deviceOrder, devicesNow } from "./devices.ts";

/** What is shown. */
export interface DeviceView {
  readonly search: string;
  readonly state: "all" | "online" | "offline";
  readonly grouped: boolean;
}

/** A view with a name. */
export interface SavedView extends DeviceView {
  readonly name: string;
}

/** A line of the list. */
export type DeviceLine =
  | { readonly kind: "group"; readonly id: string; readonly name: string; readonly count: number }
  | { readonly kind: "device"; readonly id: string };

const EVERYTHING: DeviceView = { search: "", state: "all", grouped: true };

/** The present view. */
export const view = signal(EVERYTHING);
/** Groups whose devices are folded away. */
export const folded = signal<ReadonlySet<string>>(new Set());
/** Views that were saved in this browser. */
export const savedViews = signal<readonly SavedView[]>(readJson("views", isViews) ?? []);

/** Saves the present view under this name, in place of an earlier one. */
export function saveView(name: string): void {
  keepViews([...viewsBut(name), { ...view.value, name }]);
}

/** Forgets a saved view. */
export function removeView(name: string): void {
  keepViews(viewsBut(name));
}

/** Shows everything again, as somebody else logs in. */
export function forgetView(): void {
  view.value = EVERYTHING;
  folded.value = new Set();
}

/** The other views, with those that another tab has saved meanwhile. */
function viewsBut(name: string): readonly SavedView[] {
  return (readJson("views", isViews) ?? savedViews.value).filter((saved) => saved.name !== name);
}

function keepViews(views: readonly SavedView[]): void {
  savedViews.value = views;
  writeJson("views", views);
}

/** The devices of the view, in order. */
export const shownDevices = computed<readonly ApiDevice[]>(() => {
  const { search, state } = view.value;
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const shown: ApiDevice[] = [];
  const devices = devicesNow();
  for (const id of deviceOrder.value) {
    const device = devices.get(id);
    if (device === undefined) continue;
    if (state !== "all" && device.online !== (state === "online")) continue;
    if (words.length > 0 && !words.every((word) => searchText(device).includes(word))) continue;
    shown.push(device);
  }
  return shown;
});

/** The lines of the list: devices below their group. */
export const deviceLines = computed<readonly DeviceLine[]>(() => {
  const shown = shownDevices.value;
  if (!view.value.grouped) return shown.map(({ id }) => ({ kind: "device", id }));
  const lines: DeviceLine[] = [];
  for (let begin = 0; begin < shown.length;) {
    const first = shown[begin] as ApiDevice;
    let end = begin;
    while (shown[end]?.groupId === first.groupId) end++;
    lines.push({ kind: "group", id: first.groupId, name: first.group, count: end - begin });
    if (!folded.value.has(first.groupId)) {
      for (const { id } of shown.slice(begin, end)) lines.push({ kind: "device", id });
    }
    begin = end;
  }
  return lines;
});

const texts = new WeakMap<ApiDevice, string>();

/** What of a device is searched, in lower case. */
function searchText(device: ApiDevice): string {
  let text = texts.get(device);
  if (text === undefined) {
    const { name, hostName, os, address, description, group, id, tags, users } = device;
    const parts = [name, hostName, os, address, description, group, id, ...tags, ...users];
    text = parts.map((part) => part?.slice(0, 500) ?? "").join("\n").toLowerCase();
    texts.set(device, text);
  }
  return text;
}

function isViews(value: unknown): value is readonly SavedView[] {
  return Array.isArray(value) &&
    value.every((saved) =>
      typeof saved?.name === "string" && typeof saved.search === "string" &&
      typeof saved.grouped === "boolean"
    );
}
