import type { Backend } from "./backend.ts";
import type { Caller } from "./caller.ts";

/** What every operation is given beside its input. */
export interface OperationContext {
  /** Who calls. */
  readonly caller: Caller;
  /** Where it goes. */
  readonly backend: Backend;
  /** Nothing that was read a moment ago will do: `Cache-Control: no-cache`. @default {false} */
  readonly fresh?: boolean;
  /** Milliseconds that a device has for each of its answers. @default {30_000} */
  readonly timeout?: number;
}
