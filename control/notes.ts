/**
 * Notes: a text that operators keep about a device, a device group or a user.
 *
 * @module
 */
import { findDeviceGroup } from "./device_groups.ts";
import { getDevice } from "./devices.ts";
import { ControlError } from "./errors.ts";
import { text } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";
import { findUser } from "./user_edit.ts";

/** The notes about a device (also by its short id), a device group or a user; "" = none. */
export async function getNotes(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<string> {
  return await readNotes(session, await subject(session, id, options), options);
}

/** Replaces the notes. The server answers nothing: they are read back, and `denied` if not there. */
export async function setNotes(
  session: Session,
  id: string,
  notes: string,
  options: CallOptions = {},
): Promise<void> {
  const full = await subject(session, id, options);
  session.send({ action: "setNotes", id: full, notes });
  // The server may answer the first reading before it has written.
  for (let reading = 0; reading < READINGS; reading++) {
    if (await readNotes(session, full, options) === notes) return;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_READINGS));
  }
  throw new ControlError("denied", `The notes about ${id} were not stored.`);
}

const READINGS = 4;
/** In milliseconds. */
const BETWEEN_READINGS = 100;

async function readNotes(session: Session, id: string, options: CallOptions): Promise<string> {
  const answer = await session.request({ action: "getNotes", id }, options);
  return text(answer["notes"]) ?? "";
}

/** Its full id; `not-found` when there is none, about which the server would say nothing. */
async function subject(session: Session, id: string, options: CallOptions): Promise<string> {
  if (id.startsWith("mesh/")) return (await findDeviceGroup(session, id, options)).id;
  if (id.startsWith("user/")) return (await findUser(session, id, options)).id;
  return (await getDevice(session, id, options)).id;
}
