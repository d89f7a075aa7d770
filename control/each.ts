import { ControlError } from "./errors.ts";

/** Requests under way at a time: one by one is slow, and all at once would flood the server. */
const AT_A_TIME = 16;

/** What became of an operation on one of several devices. */
export interface DeviceOutcome {
  /** `node//…` */
  readonly deviceId: string;
  /** Why it was not done; absent when the server took it. */
  readonly error?: ControlError;
  /** What the server said. */
  readonly result?: string;
}

/**
 * Does a task for each item, a few at a time, and returns the results in the order of the items. The
 * first error that is no {@linkcode ControlError} (the reason of a signal) is thrown, after the rest.
 */
export async function forEach<T, R>(
  items: readonly T[],
  task: (item: T) => Promise<R>,
): Promise<readonly (R | ControlError)[]> {
  const results = new Array<R | ControlError>(items.length);
  const failures: unknown[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) {
      try {
        results[index] = await task(item);
      } catch (error) {
        if (error instanceof ControlError) results[index] = error;
        else failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
