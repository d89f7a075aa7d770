import { ProvisionError } from "../errors.ts";
import type { Step } from "../plan/step.ts";

/** A step failed: what was done, what was not. */
export class ApplyError extends ProvisionError {
  /** Done, and read back. */
  readonly done: readonly Step[];
  /** The one that failed; it may have taken effect in part. */
  readonly failed: Step;
  /** Not begun. */
  readonly remaining: readonly Step[];

  /** The error for a step that failed with `cause`. */
  constructor(
    what: string,
    cause: unknown,
    steps: {
      readonly done: readonly Step[];
      readonly failed: Step;
      readonly remaining: readonly Step[];
    },
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("apply-failed", `${what} failed: ${reason}`, {
      cause,
      hint:
        `${steps.done.length} step(s) were done and read back, ${steps.remaining.length} were ` +
        "not begun. Run it again when the cause is gone: it continues from what is there.",
    });
    this.done = steps.done;
    this.failed = steps.failed;
    this.remaining = steps.remaining;
  }
}
