import { computed, effect, untracked } from "@preact/signals";
import { expired, logins, session } from "../session/session.ts";
import {
  applyEvent,
  devicesLoaded,
  devicesProblem,
  forgetDevices,
  lastEventOfList,
  readDevices,
} from "./devices.ts";
import { followEvents, onEvent, resets } from "./live.ts";
import { whenIdle } from "./when_idle.ts";

/** Whose devices they are; the same when a session is renewed. */
const owner = computed(() => session.value && `${session.value.userId} ${session.value.server}`);
const follows = computed(() =>
  owner.value !== undefined && !expired.value &&
  (devicesLoaded.value || devicesProblem.value !== undefined)
);

/**
 * From now on the devices of whoever is logged in are read and kept current. It is no part of a
 * page: the list is asked for before there is one to draw it.
 */
export function keepCurrent(): void {
  onEvent(applyEvent);
  effect(() => owner.value === undefined ? undefined : forgetDevices);
  effect(() => {
    if (owner.value === undefined) return;
    // To be read again after a login, and when events were missed.
    void [logins.value, resets.value];
    const controller = new AbortController();
    untracked(() => readDevices(controller.signal));
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
