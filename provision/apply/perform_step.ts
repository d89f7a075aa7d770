import type { Principal } from "../desired.ts";
import { enrollmentText } from "../enrollment.ts";
import { ProvisionError } from "../errors.ts";
import type { Executor } from "../executor/executor.ts";
import type { Files } from "../files.ts";
import { MANAGED_KEY, unfinishedName } from "../marker.ts";
import type { CreateDeviceGroup, CreateUser, Step, WriteFile } from "../plan/step.ts";
import type { PasswordSpec } from "../spec/spec.ts";
import type { LiveServer } from "../state.ts";

/** What the steps share. */
export interface ApplyContext {
  readonly owner: string;
  readonly executor: Executor;
  readonly server: LiveServer;
  /** By key; those that are made are added. */
  readonly deviceGroupIds: Map<string, string>;
  /** By key; those that are made are added. */
  readonly userGroupIds: Map<string, string>;
  readonly files: Files;
  readonly password: (user: string, source: PasswordSpec) => Promise<string>;
}

/** Writes what a step says. */
export async function performStep(step: Step, context: ApplyContext): Promise<void> {
  const { executor } = context;
  switch (step.kind) {
    case "create-user-group": {
      const id = await executor.createUserGroup(step.name, step.description);
      context.userGroupIds.set(step.key, id);
      return;
    }
    case "update-user-group":
      return await executor.updateUserGroup(step.id, step.set);
    case "remove-user-group":
      return await executor.removeUserGroup(step.id);
    case "create-user":
      return await createUser(step, context);
    case "update-user":
      return await executor.updateUser(step.id, step.set);
    case "remove-user":
      return await executor.removeUser(step.id);
    case "add-member":
      return await executor.addMember(
        userGroupId(step.group, context),
        userId(step.user, context),
      );
    case "remove-member":
      return await executor.removeMember(step.groupId, step.userId);
    case "create-device-group":
      return await createDeviceGroup(step, context);
    case "update-device-group":
      return await executor.updateDeviceGroup(step.id, step.set);
    case "remove-device-group":
      return await executor.removeDeviceGroup(step.id);
    case "set-rights":
      return await executor.setRights(
        deviceGroupId(step.group, context),
        principalId(step.principal, context),
        step.rights,
      );
    case "remove-rights":
      return await executor.removeRights(step.groupId, step.principalId);
    case "write-file":
      return await context.files.write(step.file, await fileText(step, context));
  }
}

/** Marked from its first moment: after an interruption it is known to be ours. */
async function createUser(step: CreateUser, context: ApplyContext): Promise<void> {
  const { name, password: source, owner, realName } = step;
  const { executor } = context;
  const password = await context.password(name, source);
  await executor.createUser({
    name,
    password,
    realName: unfinishedName(realName, owner),
    email: step.email,
    emailVerified: step.emailVerified,
    siteRights: step.siteRights,
    resetPassword: step.resetPassword,
  });
  const id = userId(name, context);
  await executor.addMember(userGroupId(MANAGED_KEY, context), id);
  await executor.updateUser(id, { realName });
}

async function createDeviceGroup(step: CreateDeviceGroup, context: ApplyContext): Promise<void> {
  const { key, name, description, flags, consent, invite } = step;
  const id = await context.executor.createDeviceGroup({ name, description, flags, consent });
  context.deviceGroupIds.set(key, id);
  if (invite !== undefined) await context.executor.updateDeviceGroup(id, { invite });
}

/** The text of an enrolment file, when the ids of all groups are known. */
export async function fileText(step: WriteFile, context: ApplyContext): Promise<string> {
  const id = deviceGroupId(step.group, context);
  const group = (await context.executor.deviceGroups()).find((group) => group.id === id);
  return enrollmentText(step, { id, name: group?.name ?? step.group }, context.server);
}

/** The id of a user. */
export function userId(name: string, { server }: ApplyContext): string {
  return `user/${server.domain}/${name.toLowerCase()}`;
}

/** The id of a user group by its key. */
export function userGroupId(key: string, { userGroupIds }: ApplyContext): string {
  return known(userGroupIds.get(key), `user group "${key}"`);
}

/** The id of a device group by its key. */
export function deviceGroupId(key: string, { deviceGroupIds }: ApplyContext): string {
  return known(deviceGroupIds.get(key), `device group "${key}"`);
}

/** The id of whoever has rights. */
export function principalId(principal: Principal, context: ApplyContext): string {
  return principal.kind === "user"
    ? userId(principal.name, context)
    : userGroupId(principal.key, context);
}

function known(id: string | undefined, what: string): string {
  if (id !== undefined) return id;
  throw new ProvisionError("apply-failed", `The ${what} is not there.`, {
    hint: "This plan was made for another state of the server: plan again.",
  });
}
