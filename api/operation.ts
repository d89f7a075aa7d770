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
}
