/**
 * Every device that the operator sees, kept current. State changes come by the hundred: they are
 * written into the map at once, and shown together.
 *
 * @module
 */
import { batch, computed, signal } from "@preact/signals";
import type { ApiEvent } from "../../api/client/mod.ts";
import type { ApiDevice } from "../../api/schemas/devices.ts";
import { request, requestPage } from "../session/session.ts";
import { sortKey } from "./sort_key.ts";

const known = new Map<string, ApiDevice>();
/** Changes when devices come, go, move or are renamed. */
const membership = signal(0);
/** Changes when anything of a device does. */
const states = signal(0);

/** Whether the list has been read. */
export const devicesLoaded = signal(false);
/** Why it could not be read. */
export const devicesProblem = signal<unknown>(undefined);
/** Whether it misses nothing that events have told since it was read. */
export const devicesCurrent = signal(false);

/** Milliseconds between two times that changes are shown. */
const SHOW = 120;
let showing: ReturnType<typeof setTimeout> | undefined;
let membershipChanged = false;
/** What happens while the list is read: the answer may be older than that. */
let meanwhile: ApiEvent[] | undefined;
let reading = Promise.resolve();
let lastEventId: string | undefined;

/** The ids, by group and name. */
export const deviceOrder = computed(() => {
  membership.value;
  // A group's id after its name: groups may share a name. U+0000 sorts before everything.
  return [...known.values()]
    .map(({ id, group, groupId, name }) => ({
      id,
      key: `${sortKey(group)}\0${groupId}\0${sortKey(name)}`,
    }))
    .sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
    .map(({ id }) => id);
});

/** Every device as it is now, by id; not to be kept. */
export function devicesNow(): ReadonlyMap<string, ApiDevice> {
  states.value;
  return known;
}

/** A device as it is now; whoever asks is drawn again when it changes. */
export function deviceById(id: string): ApiDevice | undefined {
  states.value;
  return known.get(id);
}

/** Reads the whole list. */
export function readDevices(signal?: AbortSignal): Promise<void> {
  reading = read(signal);
  return reading;
}

async function read(signal: AbortSignal | undefined): Promise<void> {
  const events: ApiEvent[] = [];
  meanwhile = events;
  try {
    const list = await requestPage("GET /devices", {}, { signal });
    if (meanwhile !== events) return; // it is being read anew
    lastEventId = list.lastEventId;
    batch(() => {
      known.clear();
      for (const device of list.items) known.set(device.id, device);
      devicesLoaded.value = true;
      devicesCurrent.value = true;
      devicesProblem.value = undefined;
      membership.value++;
      states.value++;
    });
    events.forEach(apply);
  } catch (problem) {
    if (!signal?.aborted && meanwhile === events) devicesProblem.value = problem;
  } finally {
    if (meanwhile === events) meanwhile = undefined;
  }
}

/** Resolves once the list was read, or could not be. */
export function devicesRead(): Promise<void> {
  return reading;
}

/** The last event that the list knows of, as it was read. */
export function lastEventOfList(): string | undefined {
  return lastEventId;
}

/** Forgets everything, as somebody else logs in. */
export function forgetDevices(): void {
  batch(() => {
    known.clear();
    devicesLoaded.value = false;
    devicesCurrent.value = false;
    devicesProblem.value = undefined;
    membership.value++;
    lastEventId = undefined;
  });
}

/** Brings the list up to date with one event. */
export function applyEvent(event: ApiEvent): void {
  meanwhile?.push(event);
  apply(event);
}

function apply(event: ApiEvent): void {
  const { type, deviceId = "", groupId = "" } = event;
  const device = known.get(deviceId);
  if (type === "device.removed") change(() => known.delete(deviceId));
  else if (type === "device.added" || type === "device.moved") reread(deviceId);
  else if (type === "group.changed") rereadName(groupId);
  else if (type === "group.removed") {
    change(() => devicesOf(groupId).forEach(({ id }) => known.delete(id)));
  } else if (device === undefined) return;
  else if (type === "device.connection") {
    const { conn = device.conn, pwr = device.pwr, online = device.online, time } = event;
    const connectedAt = online ? device.connectedAt ?? time : undefined;
    known.set(deviceId, { ...device, conn, pwr, online, connectedAt });
    show(false);
  } else if (type === "device.changed") {
    if (event.device === undefined) reread(deviceId);
    else {
      known.set(deviceId, { ...device, ...event.device });
      show(event.device.name !== device.name);
    }
  }
}

function change(what: () => void): void {
  what();
  show(true);
}

function reread(id: string): void {
  request("GET /devices/:id", { id }).then(
    (device) => change(() => known.set(id, device)),
    () => {}, // gone, or no longer for this operator: the next reading of the list says
  );
}

/** The event of a group says that it has changed, and not what. */
function rereadName(groupId: string): void {
  if (devicesOf(groupId).length === 0) return;
  request("GET /device-groups/:groupId", { groupId }).then(
    ({ name }) =>
      change(() => {
        for (const device of devicesOf(groupId)) known.set(device.id, { ...device, group: name });
      }),
    () => {}, // gone, or no longer for this operator
  );
}

function devicesOf(groupId: string): readonly ApiDevice[] {
  return [...known.values()].filter((device) => device.groupId === groupId);
}

function show(membershipToo: boolean): void {
  membershipChanged ||= membershipToo;
  showing ??= setTimeout(() => {
    showing = undefined;
    batch(() => {
      if (membershipChanged) membership.value++;
      states.value++;
    });
    membershipChanged = false;
  }, SHOW);
}
