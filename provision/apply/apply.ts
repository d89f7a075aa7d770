import type { Executor } from "../executor/executor.ts";
import { type Files, noFiles } from "../files.ts";
import { describeStep } from "../plan/describe_step.ts";
import type { Plan, Step } from "../plan/step.ts";
import type { PasswordSpec } from "../spec/spec.ts";
import { ApplyError } from "./apply_error.ts";
import { type ApplyContext, performStep } from "./perform_step.ts";
import { verifyStep } from "./verify_step.ts";

/** What {@linkcode apply} may be told. */
export interface ApplyOptions {
  /** The first password of a new account. Absent = making one fails. */
  readonly password?: (user: string, source: PasswordSpec) => Promise<string>;
  /** Where enrolment files are written. */
  readonly files?: Files;
  /** Called before each step. */
  readonly onStep?: (step: Step, index: number) => void;
  /** Stops between two writes. */
  readonly signal?: AbortSignal;
}

/**
 * Carries out the steps of a plan, one after the other, and reads back after each whether it took
 * effect. The first that fails ends it; to go on, plan again: what was done is not done twice.
 *
 * @returns the steps that were done: all of them
 * @throws {ApplyError} with what was done and what was not.
 */
export async function apply(
  plan: Plan,
  executor: Executor,
  options: ApplyOptions = {},
): Promise<readonly Step[]> {
  const context: ApplyContext = {
    owner: plan.owner,
    executor,
    server: await executor.server(),
    deviceGroupIds: new Map(Object.entries(plan.deviceGroupIds)),
    userGroupIds: new Map(Object.entries(plan.userGroupIds)),
    files: options.files ?? noFiles,
    password: options.password ??
      ((user) => Promise.reject(new Error(`no source of passwords was given for ${user}`))),
  };
  for (const [index, step] of plan.steps.entries()) {
    try {
      options.signal?.throwIfAborted();
      options.onStep?.(step, index);
      await performStep(step, context);
      await verifyStep(step, context);
    } catch (error) {
      throw new ApplyError(describeStep(step).title, error, {
        done: plan.steps.slice(0, index),
        failed: step,
        remaining: plan.steps.slice(index + 1),
      });
    }
  }
  return plan.steps;
}
