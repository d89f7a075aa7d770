import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { number, text } from "./json.ts";
import { principalId } from "./user_ids.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** Gives a user or user group these rights on a device group, instead of those it had before. */
export async function setDeviceGroupUser(
  session: Session,
  group: string,
  user: string,
  rights: number,
  options: CallOptions = {},
): Promise<void> {
  const meshid = fullId("mesh", session.serverInfo.domain, group);
  const userid = await principalId(session, user, options);
  const request = { action: "addmeshuser", meshid, userids: [userid], meshadmin: rights >>> 0 };
  const answer = await session.request(request, options);
  // The text is for people, and differs with the user's name.
  const success = number(answer["success"]);
  if (success !== undefined && success > 0) return;
  const what = `The user ${user} was not added to the device group ${group}`;
  const result = text(answer["result"]);
  if (success === undefined) throw rejection(result, what);
  throw new ControlError("not-found", `${what}: the server says "${result ?? "nothing"}".`);
}

/** Takes all rights on a device group from a user. */
export async function removeDeviceGroupUser(
  session: Session,
  group: string,
  user: string,
  options: CallOptions = {},
): Promise<void> {
  const meshid = fullId("mesh", session.serverInfo.domain, group);
  const userid = await principalId(session, user, options);
  const request = { action: "removemeshuser", meshid, userid };
  const answer = await session.request(request, options);
  expectOk(answer, `The user ${user} was not removed from the device group ${group}`);
}
