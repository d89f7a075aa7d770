import { ControlError } from "../../control/mod.ts";
import { ApplyError } from "../apply/apply_error.ts";

/** How often a lost connection is made again. */
const TRIES = 3;

/** What {@linkcode withReconnects} needs. */
export interface ReconnectOptions {
  /** Told before it waits. */
  readonly onLost: (seconds: number) => void;
  /** Gives up waiting. */
  readonly signal: AbortSignal;
  /** Milliseconds until the next try: a server that died is started again by its launcher. */
  readonly pause?: number;
}

/**
 * Does something that connects, and does it again when the connection was lost on the way. What it
 * does must be idempotent.
 */
export async function withReconnects<T>(
  work: () => Promise<T>,
  { onLost, signal, pause = 6_000 }: ReconnectOptions,
): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error) || tries === TRIES || signal.aborted) throw error;
      onLost(pause / 1000);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }
}

/** Lost, after it had been there: a server that is not there at all is an error at once. */
function isLost(error: unknown): boolean {
  if (error instanceof ControlError) return error.code === "connection-closed";
  return error instanceof ApplyError && isLost(error.cause);
}
