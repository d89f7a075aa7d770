import { number } from "../../control/json.ts";
import type { DeviceShare, ShareTime } from "../../control/mod.ts";
import { ApiError } from "../errors.ts";
import { shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type { DeviceInput } from "../schemas/devices.ts";
import type { AddShareBody, ApiShare, ShareInput } from "../schemas/shares.ts";
import { isoTime } from "./time.ts";

/** The sharing links of a device. */
export async function listShares(
  { backend, caller }: OperationContext,
  { id }: DeviceInput,
): Promise<readonly ApiShare[]> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  return (await operator.deviceShares(device.id)).map(apiShare);
}

/** Makes a sharing link. */
export async function addShare(
  { backend, caller }: OperationContext,
  { id, start, end, ...input }: DeviceInput & AddShareBody,
): Promise<ApiShare> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  const { guestName, types, consent = 0, viewOnly = false, expireMinutes = 60 } = input;
  const { recurring, port } = input;
  const share = await operator.addDeviceShare(device.id, {
    guestName,
    types,
    consent,
    viewOnly,
    ...(port === undefined ? {} : { port }),
    time: shareTime({ start, end, recurring, expireMinutes }),
  });
  return apiShare(share);
}

/** Ends a sharing link. */
export async function removeShare(
  { backend, caller }: OperationContext,
  { id, publicId }: ShareInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  const there = (await operator.deviceShares(device.id)).some((share) => share.id === publicId);
  if (!there) throw new ApiError("not_found", "There is no such sharing link.");
  await operator.removeDeviceShare(device.id, publicId);
}

/** As MeshCentral numbers it. */
const RECURRING: Readonly<Record<number, "daily" | "weekly">> = { 1: "daily", 2: "weekly" };

function shareTime(
  { start, end, recurring, expireMinutes }:
    & Pick<AddShareBody, "start" | "end" | "recurring">
    & { readonly expireMinutes: number },
): ShareTime {
  if (start === undefined) return { expireMinutes };
  const from = Date.parse(start);
  if (recurring !== undefined) {
    const every = recurring === "daily" ? "day" : "week";
    return { every, start: from, minutes: expireMinutes };
  }
  return { start: from, end: end === undefined ? from + expireMinutes * 60_000 : Date.parse(end) };
}

function apiShare(share: DeviceShare): ApiShare {
  return {
    id: share.id,
    guestName: share.guestName,
    types: share.types,
    consent: share.consent,
    viewOnly: share.viewOnly,
    url: share.url,
    userid: share.userId === undefined ? undefined : shortId(share.userId),
    startsAt: isoTime(share.startsAt),
    expiresAt: isoTime(share.expiresAt),
    recurring: RECURRING[number(share.raw["recurring"]) ?? 0],
  };
}
