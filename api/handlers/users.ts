import type { User } from "../../control/mod.ts";
import type { Operator } from "../backend.ts";
import { ApiError } from "../errors.ts";
import { meantId, shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type {
  AddUserInput,
  ApiUser,
  ApiUserSessions,
  EditUserBody,
  ListUsersInput,
  SetPasswordBody,
  UserInput,
} from "../schemas/users.ts";
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

/** One account. */
export async function getUser(
  { backend, caller }: OperationContext,
  { userid }: UserInput,
): Promise<ApiUser> {
  return apiUser(await find(await backend.operator(caller), userid));
}

/** Changes an account. */
export async function editUser(
  { backend, caller }: OperationContext,
  { userid, rights, locked, ...changes }: UserInput & EditUserBody,
): Promise<ApiUser> {
  const operator = await backend.operator(caller);
  const user = await find(operator, userid);
  const siteRights = withLock(rights ?? user.siteRights, locked);
  await operator.editUser(user.id, {
    ...changes,
    ...(siteRights === user.siteRights ? {} : { siteRights }),
  });
  return apiUser(await find(operator, userid));
}

/** Gives an account another password. */
export async function setUserPassword(
  { backend, caller }: OperationContext,
  { userid, password, removeMultiFactor = false, resetNextLogin = false }:
    & UserInput
    & SetPasswordBody,
): Promise<void> {
  const operator = await backend.operator(caller);
  const user = await find(operator, userid);
  const options = { removeSecondFactors: removeMultiFactor, resetPassword: resetNextLogin };
  await operator.setUserPassword(user.id, password, options);
}

/** How many sessions each account has. */
export async function listSessions(
  { backend, caller }: OperationContext,
): Promise<readonly ApiUserSessions[]> {
  const operator = await backend.operator(caller);
  return [...await operator.sessions()].map(([id, count]) => ({ userid: shortId(id), count }));
}

/** Removes an account. Groups that only it was linked to are seen by nobody afterwards. */
export async function removeUser(
  { backend, caller }: OperationContext,
  { userid }: UserInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  await operator.removeUser(userid);
}

async function find(operator: Operator, userid: string): Promise<User> {
  const users = await operator.users();
  const meant = meantId(users.map(({ id }) => id), userid);
  const user = users.find(({ id }) => id === meant);
  if (user !== undefined) return user;
  throw new ApiError("not_found", "There is no such user.");
}

/** Bit 32 of the site rights; a full administrator has it, and is not locked. */
function withLock(rights: number, locked: boolean | undefined): number {
  if (locked === undefined) return rights;
  if (locked) return rights === 0xffff_ffff ? 32 : (rights | 32) >>> 0;
  return rights === 0xffff_ffff ? rights : (rights & ~32) >>> 0;
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
