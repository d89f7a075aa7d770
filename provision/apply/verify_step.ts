import { ProvisionError } from "../errors.ts";
import { MANAGED_KEY } from "../marker.ts";
import { differences } from "../plan/differences.ts";
import { markedDescription, splitFields } from "../plan/live_fields.ts";
import type { CreateUser, Step } from "../plan/step.ts";
import {
  type ApplyContext,
  deviceGroupId,
  fileText,
  principalId,
  userGroupId,
  userId,
} from "./perform_step.ts";

/**
 * Reads back what a step wrote: MeshCentral says “ok” to some requests that change nothing, and
 * nothing to some that do.
 */
export async function verifyStep(step: Step, context: ApplyContext): Promise<void> {
  const wrong = await mismatch(step, context);
  if (wrong === undefined) return;
  throw new ProvisionError("apply-failed", `the server took the request, but ${wrong}.`, {
    hint: "Likely the account lacks a right, or somebody changed the same thing at this moment.",
  });
}

async function mismatch(step: Step, context: ApplyContext): Promise<string | undefined> {
  const { executor } = context;
  switch (step.kind) {
    case "create-user-group":
    case "update-user-group": {
      const id = userGroupId(step.key, context);
      const live = (await executor.userGroups()).find((group) => group.id === id);
      if (live === undefined) return "the user group is not there";
      const { name, description } = step.kind === "create-user-group" ? step : step.set;
      return differ({ name, description }, { ...live, description: markedDescription(live) });
    }
    case "remove-user-group":
      return await stillThere(executor.userGroups(), step.id);
    case "create-user":
      return await userMismatch(step, context);
    case "update-user": {
      const live = (await executor.users()).find(({ id }) => id === step.id);
      if (live === undefined) return "the account is not there";
      if (live.unfinished !== undefined && step.set.realName !== undefined) {
        return "the real name is another";
      }
      return differ(step.set, live);
    }
    case "remove-user":
      return await stillThere(executor.users(), step.id);
    case "add-member":
      return await isMember(userGroupId(step.group, context), userId(step.user, context), context)
        ? undefined
        : "the account is not in the group";
    case "remove-member":
      return await isMember(step.groupId, step.userId, context)
        ? "the account is still in the group"
        : undefined;
    case "create-device-group":
    case "update-device-group": {
      const id = deviceGroupId(step.key, context);
      const live = (await executor.deviceGroups()).find((group) => group.id === id);
      if (live === undefined) return "the device group is not there";
      return differ(splitFields(step.kind === "create-device-group" ? step : step.set), {
        ...live,
        description: markedDescription(live),
        invite: live.invite === undefined
          ? false
          : { codes: live.invite.codes.toSorted(), flags: live.invite.flags },
      });
    }
    case "remove-device-group":
      return await stillThere(executor.deviceGroups(), step.id);
    case "set-rights": {
      const id = deviceGroupId(step.group, context);
      const found = await rightsOf(id, principalId(step.principal, context), context);
      return found === step.rights ? undefined : `the rights are ${found ?? "none"}`;
    }
    case "remove-rights": {
      const found = await rightsOf(step.groupId, step.principalId, context);
      return found === undefined ? undefined : "the rights are still there";
    }
    case "write-file": {
      const file = await context.files.read(step.file);
      if (!file?.isPrivate) return "others can read the file, or it is not there";
      return file.content === await fileText(step, context)
        ? undefined
        : "the file says other things";
    }
  }
}

async function userMismatch(step: CreateUser, context: ApplyContext): Promise<string | undefined> {
  const id = userId(step.name, context);
  const live = (await context.executor.users()).find((user) => user.id === id);
  if (live === undefined) return "the account is not there";
  if (live.unfinished !== undefined) return "our mark is still in its real name";
  if (!await isMember(userGroupId(MANAGED_KEY, context), id, context)) {
    return "it is not among the accounts of this tool";
  }
  return differ(
    {
      realName: step.realName,
      email: step.email ?? "",
      siteRights: step.siteRights,
      ...(step.emailVerified === undefined ? {} : { emailVerified: step.emailVerified }),
    },
    live,
  );
}

function differ<T extends object>(
  wanted: T,
  live: Readonly<Record<string, unknown>> | object,
): string | undefined {
  const set = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  const [change] = differences(set, live as Readonly<Record<string, unknown>>).changes;
  return change && `${change.field} is ${JSON.stringify(change.from)}`;
}

async function stillThere(
  list: Promise<readonly { readonly id: string }[]>,
  id: string,
): Promise<string | undefined> {
  return (await list).some((item) => item.id === id) ? "it is still there" : undefined;
}

async function isMember(groupId: string, id: string, context: ApplyContext): Promise<boolean> {
  const group = (await context.executor.userGroups()).find((group) => group.id === groupId);
  return group?.members.includes(id) ?? false;
}

async function rightsOf(
  groupId: string,
  id: string,
  { executor }: ApplyContext,
): Promise<number | undefined> {
  return (await executor.deviceGroups()).find((group) => group.id === groupId)?.rights[id];
}
