import { ControlError, type ControlErrorCode } from "../../control/mod.ts";
import { ApplyError } from "../apply/apply_error.ts";

/** How often something is tried, the first time among them. */
const TRIES = 3;

/** Lost, after it had been there: a server that is not there at all is an error at once. */
const LOST: readonly ControlErrorCode[] = ["connection-closed"];

/** Once it was lost: the server may need more than one pause to come back. */
const AWAY: readonly ControlErrorCode[] = ["connection-closed", "connect-failed", "timeout"];

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
      const passing = hasCode(error, tries === 1 ? LOST : AWAY);
      if (!passing || tries === TRIES || signal.aborted) throw error;
      onLost(pause / 1000);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }
}

function hasCode(error: unknown, codes: readonly ControlErrorCode[]): boolean {
  if (error instanceof ControlError) return codes.includes(error.code);
  return error instanceof ApplyError && hasCode(error.cause, codes);
}
