/**
 * Single things that are made sure of, for programs that need no whole specification.
 *
 * @module
 */
import { apply, type ApplyOptions } from "./apply/apply.ts";
import { ProvisionError } from "./errors.ts";
import type { Executor } from "./executor/executor.ts";
import { plan } from "./plan/plan.ts";
import type { Step } from "./plan/step.ts";
import { readState } from "./read_state.ts";
import type {
  DeviceGroupSpec,
  MembershipSpec,
  Spec,
  UserGroupSpec,
  UserSpec,
} from "./spec/spec.ts";

/** What was found, and done about it. */
export type Ensured = "created" | "changed" | "unchanged";

/** What the functions that make sure of something may be told. */
export interface EnsureOptions extends ApplyOptions {
  /** Whose it is. @default {"main"} */
  readonly owner?: string;
}

/** Makes sure of a device group; one with this name that is not ours is taken with `adopt` only. */
export function ensureDeviceGroup(
  executor: Executor,
  key: string,
  group: DeviceGroupSpec = {},
  options: EnsureOptions = {},
): Promise<Ensured> {
  return ensure(executor, { deviceGroups: { [key]: group } }, options);
}

/** Makes sure of an account; a new one needs `options.password`. */
export function ensureUser(
  executor: Executor,
  name: string,
  user: UserSpec = {},
  options: EnsureOptions = {},
): Promise<Ensured> {
  return ensure(executor, { users: { [name]: user } }, options);
}

/** Makes sure of a user group; its members must be there. */
export function ensureUserGroup(
  executor: Executor,
  key: string,
  group: UserGroupSpec = {},
  options: EnsureOptions = {},
): Promise<Ensured> {
  const users = Object.fromEntries((group.members ?? []).map((name) => [name, there]));
  return ensure(executor, { userGroups: { [key]: group }, users }, options, ["create-user"]);
}

/** Makes sure of rights on a device group; both, by key or by name, must be there. */
export function ensureMembership(
  executor: Executor,
  membership: MembershipSpec,
  options: EnsureOptions = {},
): Promise<Ensured> {
  const { group, user, userGroup } = membership;
  const spec: Spec = {
    deviceGroups: { [group]: there },
    ...(user === undefined ? {} : { users: { [user]: there } }),
    ...(userGroup === undefined ? {} : { userGroups: { [userGroup]: there } }),
    memberships: [membership],
  };
  return ensure(executor, spec, options, [
    "create-user",
    "create-user-group",
    "create-device-group",
  ]);
}

/** Something that is not changed. */
const there = { adopt: true };

async function ensure(
  executor: Executor,
  spec: Spec,
  options: EnsureOptions,
  forbidden: readonly Step["kind"][] = [],
): Promise<Ensured> {
  const state = await readState(executor, { countDevices: false });
  const planned = plan({ ...spec, owner: options.owner }, state);
  const missing = planned.steps.find(({ kind }) => forbidden.includes(kind));
  if (missing !== undefined) {
    const what = `${missing.kind.replace("create-", "").replace("-", " ")} "${nameOf(missing)}"`;
    throw new ProvisionError("bad-options", `There is no ${what}: make it first.`);
  }
  await apply(planned, executor, options);
  if (planned.steps.length === 0) return "unchanged";
  const made = planned.steps.some((step) =>
    step.kind === "set-rights" ? step.from === undefined : step.kind.startsWith("create-")
  );
  return made ? "created" : "changed";
}

function nameOf(step: Step): string {
  return "name" in step ? step.name : step.kind;
}
