import { batch, computed, effect, untracked } from "@preact/signals";
import { ApiProblem } from "../../api/client/mod.ts";
import { expired, logins, session } from "../session/session.ts";
import { forgetView } from "./device_view.ts";
import {
  applyEvent,
  devicesCurrent,
  devicesLoaded,
  devicesProblem,
  forgetDevices,
  lastEventOfList,
  readDevices,
} from "./devices.ts";
import { forgetPlace } from "./list_place.ts";
import { followEvents, onEvent, resets } from "./live.ts";
import { clearSelection, dropRemoved } from "./selection.ts";
import { whenIdle } from "./when_idle.ts";

/** Whose devices they are; the same when a session is renewed. */
const owner = computed(() => session.value && `${session.value.userId} ${session.value.server}`);
const follows = computed(() =>
  owner.value !== undefined && !expired.value &&
  (devicesLoaded.value || devicesProblem.value !== undefined)
);

/** Milliseconds between tries to read the list; half to one and a half of each, at random. */
const RETRY = [1_000, 2_000, 5_000, 10_000];

/**
 * From now on the devices of whoever is logged in are read and kept current. It is no part of a
 * page: the list is asked for before there is one to draw it.
 */
export function keepCurrent(): void {
  onEvent(applyEvent);
  effect(() => owner.value === undefined ? undefined : forgetWork);
  effect(dropRemoved);
  effect(() => {
    if (owner.value === undefined) return;
    // To be read again after a login, and when events were missed.
    void [logins.value, resets.value];
    const controller = new AbortController();
    devicesCurrent.value = false;
    untracked(() => readUntilRead(controller.signal));
    return () => controller.abort();
  });
  effect(() => {
    void logins.value;
    if (!follows.value) return;
    const controller = new AbortController();
    // First the list is drawn. What happens before the events are followed is told then.
    const stop = whenIdle(() => followEvents(controller.signal, lastEventOfList()));
    return () => {
      stop();
      controller.abort();
    };
  });
}

/** Nobody sees what somebody else looked at, or works on what somebody else chose. */
function forgetWork(): void {
  batch(() => {
    forgetDevices();
    forgetView();
    forgetPlace();
    clearSelection();
  });
}

/** Reads the list, as often as it takes while there is hope. */
async function readUntilRead(signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    await readDevices(signal);
    if (devicesCurrent.value || isFinal(devicesProblem.value)) return;
    const wait = (RETRY[Math.min(tries, RETRY.length - 1)] ?? 0) * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function isFinal(problem: unknown): boolean {
  if (!(problem instanceof ApiProblem)) return false;
  return problem.status >= 400 && problem.status < 500 && problem.code !== "too_many_requests";
}
