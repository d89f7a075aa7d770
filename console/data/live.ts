/**
 * What happens at the server, as it happens.
 *
 * @module
 */
import { signal } from "@preact/signals";
import type { ApiEvent } from "../../api/client/mod.ts";
import { apiClient, noteProblem } from "../session/session.ts";

/** How fresh what is shown is. */
export type LiveState = "connecting" | "live" | "stale";

/** Whether events come in. */
export const liveState = signal<LiveState>("connecting");
/** Since when nothing comes in, in milliseconds. */
export const staleSince = signal<number | undefined>(undefined);
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
  liveState.value = "stale";
  staleSince.value ??= Date.now();
}

/** Until the signal is aborted; false when there is nothing more to follow. */
async function follow(signal: AbortSignal, after: string | undefined): Promise<boolean> {
  try {
    for await (const item of apiClient().events({ signal, after })) {
      if (item.kind === "offline") goStale();
      else if (item.kind === "event") { for (const listener of listeners) listener(item.event); }
      else {
        if (item.kind === "reset") resets.value++;
        liveState.value = "live";
        staleSince.value = undefined;
      }
    }
    return true;
  } catch (problem) {
    goStale();
    noteProblem(problem);
    return false;
  }
}
