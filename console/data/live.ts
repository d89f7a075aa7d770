/**
 * What happens at the server, as it happens.
 *
 * @module
 */
import { computed, effect, signal } from "@preact/signals";
import type { ApiEvent } from "../../api/client/mod.ts";
import { apiClient, credentials, noteProblem } from "../session/session.ts";
import { devicesCurrent, devicesProblem } from "./devices.ts";

/** How fresh what is shown is. */
export type LiveState = "connecting" | "live" | "stale";

const stream = signal<LiveState>("connecting");

/** Whether events come in, and onto a list of devices that misses none. */
export const liveState = computed<LiveState>(() => {
  if (stream.value !== "live" || devicesCurrent.value) return stream.value;
  return devicesProblem.value === undefined ? "connecting" : "stale";
});
/** Since when what is shown is not current, in milliseconds. */
export const staleSince = signal<number | undefined>(undefined);
effect(() => {
  if (liveState.value === "live") staleSince.value = undefined;
  else if (liveState.value === "stale") staleSince.value ??= Date.now();
});
/** Counts the moments at which everything has to be read again. */
export const resets = signal(0);

const listeners = new Set<(event: ApiEvent) => void>();

/** Calls back for every event; returns what ends that. */
export function onEvent(listener: (event: ApiEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Follows the events of the present session until the signal is aborted.
 *
 * @param after The last event that what is shown knows of.
 */
export async function followEvents(signal: AbortSignal, after?: string): Promise<void> {
  addEventListener("offline", goStale, { signal });
  let from = after;
  while (!signal.aborted) {
    // A stream that was cut may look alive for long: the network's return begins a new one.
    const cut = new AbortController();
    addEventListener("online", () => cut.abort(), { signal: cut.signal });
    signal.addEventListener("abort", () => cut.abort(), { signal: cut.signal });
    if (!await follow(cut.signal, from)) return;
    from = undefined; // long ago: everything is read again
  }
}

function goStale(): void {
  stream.value = "stale";
}

/** Until the signal is aborted; false when there is nothing more to follow. */
async function follow(signal: AbortSignal, after: string | undefined): Promise<boolean> {
  const used = credentials();
  try {
    for await (const item of apiClient().events({ signal, after })) {
      if (item.kind === "offline") goStale();
      else if (item.kind === "event") { for (const listener of listeners) listener(item.event); }
      else {
        if (item.kind === "reset") resets.value++;
        stream.value = "live";
      }
    }
    return true;
  } catch (problem) {
    // A stream ends with the token that opened it, even if that was renewed.
    if (noteProblem(problem, used)) return true;
    goStale();
    return false;
  }
}
