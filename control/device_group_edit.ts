/**
 * Changing device groups.
 *
 * @module
 */
import { type DeviceGroup, findDeviceGroup } from "./device_groups.ts";
import { ControlError } from "./errors.ts";
import { compact } from "./json.ts";
import { isNotice } from "./notices.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** What {@linkcode ControlClient.editDeviceGroup} may change; what is left out stays as it is. */
export interface EditDeviceGroupOptions extends CallOptions {
  /** 1–128 characters. */
  readonly name?: string;
  /** Up to 1024 characters. */
  readonly description?: string;
  /** A sum of 1 remove devices that disconnect, 2 take over host names, 4 record sessions. */
  readonly flags?: number;
  /** What the users of a device are asked or told; a sum of 1–32, 64 = connection bar. */
  readonly consent?: number;
  /** Days after which a device that was not seen is removed, up to 2000; 0 = never. */
  readonly expireDays?: number;
  /** With which an agent can be fetched without logging in; none = no such code any more. */
  readonly inviteCodes?: readonly string[];
  /** How such an agent may be installed: 0 both ways, 1 interactive only, 2 background only. */
  readonly inviteFlags?: number;
}

/** The notification that an invite code is another group's. */
const CODE_TAKEN = 22;

/** Changes a device group, and reads it back. */
export async function editDeviceGroup(
  session: Session,
  id: string,
  options: EditDeviceGroupOptions,
): Promise<DeviceGroup> {
  const { signal, timeout, inviteCodes, inviteFlags = 0, expireDays, ...change } = options;
  const call = compact({ signal, timeout }) as CallOptions;
  const before = await findDeviceGroup(session, id, call);
  const wanted = compact({
    name: change.name,
    desc: change.description,
    flags: change.flags,
    consent: change.consent,
    expireDevs: expireDays,
  });
  const { name, ...fields } = wanted;
  const invite = inviteCodes === undefined
    ? undefined
    : inviteCodes.length === 0
    ? "*"
    : { codes: [...inviteCodes], flags: inviteFlags };
  const request = compact({
    action: "editmesh",
    meshid: before.id,
    meshname: name,
    ...fields,
    invite,
  });
  const taken = (message: ControlMessage): boolean => isNotice(message, [CODE_TAKEN]);
  const answer = await session.request(request, { ...call, orWhen: taken });
  if (answer.action === "msg") {
    throw new ControlError("exists", `An invite code of ${id} belongs to another device group.`);
  }
  expectOk(answer, `The device group ${id} was not changed`);
  const after = await findDeviceGroup(session, id, call);
  const missed = Object.entries(wanted).filter(([field, value]) =>
    (after.raw[field] ?? (typeof value === "number" ? 0 : "")) !== value
  );
  if (missed.length === 0) return after;
  const what = missed.map(([field]) => field).join(", ");
  throw new ControlError(
    "rejected",
    `The server left ${what} of the device group ${id} as it was.`,
  );
}
