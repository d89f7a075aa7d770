import type { User } from "../../control/mod.ts";
import { shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type { AddUserInput, ApiUser, ListUsersInput, UserInput } from "../schemas/users.ts";
import { contains } from "./filter.ts";
import { isoTime } from "./time.ts";

/** Every account of the caller's domain. */
export async function listUsers(
  { backend, caller }: OperationContext,
  { filter }: ListUsersInput = {},
): Promise<readonly ApiUser[]> {
  const operator = await backend.operator(caller);
  const users = (await operator.users()).map(apiUser);
  if (filter === undefined) return users;
  return users.filter(({ id, name, realName, email }) =>
    contains(filter, [id, name, realName, email])
  );
}

/** Makes an account. */
export async function addUser(
  { backend, caller }: OperationContext,
  { rights, resetNextLogin, ...input }: AddUserInput,
): Promise<ApiUser> {
  const operator = await backend.operator(caller);
  const { email, emailVerified, realName, ...credentials } = input;
  return apiUser(
    await operator.addUser({
      ...credentials,
      ...(email === undefined ? {} : { email }),
      ...(emailVerified === undefined ? {} : { emailVerified }),
      ...(realName === undefined ? {} : { realName }),
      ...(rights === undefined ? {} : { siteRights: rights }),
      ...(resetNextLogin === undefined ? {} : { resetPassword: resetNextLogin }),
    }),
  );
}

/** Removes an account. Groups that only it was linked to are seen by nobody afterwards. */
export async function removeUser(
  { backend, caller }: OperationContext,
  { userid }: UserInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  await operator.removeUser(userid.toLowerCase());
}

function apiUser(user: User): ApiUser {
  return {
    id: shortId(user.id),
    name: user.name,
    realName: user.realName,
    email: user.email,
    emailVerified: user.emailVerified,
    rights: user.siteRights,
    locked: user.locked,
    createdAt: isoTime(seconds(user.createdAt)),
    lastLoginAt: isoTime(seconds(user.lastLoginAt)),
  };
}

/** As milliseconds. */
function seconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : time * 1000;
}
