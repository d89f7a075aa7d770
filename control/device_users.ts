import { getDevice } from "./devices.ts";
import { ControlError } from "./errors.ts";
import { number, object } from "./json.ts";
import { principalId } from "./user_ids.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** Gives a user or user group rights on one device; `ok` is said to unknown users too: read back. */
export async function setDeviceUser(
  session: Session,
  device: string,
  user: string,
  rights: number,
  options: CallOptions = {},
): Promise<void> {
  const { id: nodeid } = await getDevice(session, device, options); // to unknown ones: silence
  const userid = await principalId(session, user, options);
  const request = { action: "adddeviceuser", nodeid, userids: [userid], rights: rights >>> 0 };
  const what = `The user ${user} was not given rights on the device ${device}`;
  expectOk(await session.request(request, options), what);
  if (await rightsOn(session, nodeid, userid, options) === rights >>> 0) return;
  throw new ControlError("not-found", `${what}: it is unknown to the server.`);
}

/** Takes all rights on one device from a user or user group; `not-found` when there are none. */
export async function removeDeviceUser(
  session: Session,
  device: string,
  user: string,
  options: CallOptions = {},
): Promise<void> {
  const { id: nodeid } = await getDevice(session, device, options);
  const userid = await principalId(session, user, options);
  const what = `The user ${user} has no rights of its own on the device ${device}`;
  if (await rightsOn(session, nodeid, userid, options) === undefined) {
    throw new ControlError("not-found", `${what}.`);
  }
  const request = { action: "adddeviceuser", nodeid, userids: [userid], rights: 0, remove: true };
  expectOk(await session.request(request, options), `They were not taken from the user ${user}`);
}

async function rightsOn(
  session: Session,
  device: string,
  user: string,
  options: CallOptions,
): Promise<number | undefined> {
  const { raw } = await getDevice(session, device, options);
  return number(object(object(raw["links"])[user])["rights"]);
}
