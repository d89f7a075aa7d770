import { ControlError } from "./errors.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";
import { findUserGroup, type UserGroup } from "./user_groups.ts";
import { existingUserId } from "./user_ids.ts";

/** Adds users to a user group. The server says `ok` also for those unknown to it: read back. */
export async function addUserGroupMembers(
  session: Session,
  group: string,
  users: readonly string[],
  options: CallOptions = {},
): Promise<UserGroup> {
  const { id: ugrpid } = await findUserGroup(session, group, options);
  const ids = await Promise.all(users.map((user) => existingUserId(session, user, options)));
  const usernames = ids.map((id) => id.split("/").slice(2).join("/"));
  const answer = await session.request(
    { action: "addusertousergroup", ugrpid, usernames },
    options,
  );
  expectOk(answer, `The users were not added to the user group ${group}`);
  const after = await findUserGroup(session, group, options);
  const missing = ids.filter((id) => !after.members.includes(id));
  if (missing.length === 0) return after;
  throw new ControlError("not-found", `Not added to ${group}: there is no ${missing.join(", ")}.`);
}

/** Takes a user out of a user group; `not-found` when it was not in. */
export async function removeUserGroupMember(
  session: Session,
  group: string,
  user: string,
  options: CallOptions = {},
): Promise<void> {
  const { id: ugrpid, members } = await findUserGroup(session, group, options);
  const userid = await existingUserId(session, user, options);
  if (!members.includes(userid)) { // the server would say ok
    throw new ControlError("not-found", `The user ${user} is not in the user group ${group}.`);
  }
  const request = { action: "removeuserfromusergroup", ugrpid, userid };
  const answer = await session.request(request, options);
  expectOk(answer, `The user ${user} was not taken out of the user group ${group}`);
}

/** Takes every user out of a user group, one by one, and returns how many there were. */
export async function removeAllUserGroupMembers(
  session: Session,
  group: string,
  options: CallOptions = {},
): Promise<number> {
  const { id: ugrpid, members } = await findUserGroup(session, group, options);
  for (const userid of members) {
    const request = { action: "removeuserfromusergroup", ugrpid, userid };
    const answer = await session.request(request, options);
    expectOk(answer, `The user ${userid} was not taken out of the user group ${group}`);
  }
  return members.length;
}
