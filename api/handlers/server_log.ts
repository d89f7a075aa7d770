import type { ServerEvent } from "../../control/mod.ts";
import { ApiError } from "../errors.ts";
import { shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type { ApiLogEntry, ListEventsInput } from "../schemas/events.ts";
import type { ApiReport, BroadcastBody, ReportInput } from "../schemas/reports.ts";
import { isoTime } from "./time.ts";
import { findDeviceGroup } from "./device_groups.ts";

/** Milliseconds. */
const WEEK = 7 * 24 * 3_600_000;

/** What happened earlier; of a user only for who may manage users. */
export async function listEvents(
  { backend, caller }: OperationContext,
  { deviceId, userId, limit = 100 }: ListEventsInput = {},
): Promise<readonly ApiLogEntry[]> {
  if (deviceId !== undefined && userId !== undefined) {
    throw new ApiError(
      "invalid",
      "query: ask for the events of a user or of a device, not of both.",
    );
  }
  const operator = await backend.operator(caller);
  const entries = await operator.listEvents({
    limit,
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(userId === undefined ? {} : { userId }),
  });
  // Of one device, MeshCentral leaves out which.
  return entries.map((event) => apiLogEntry({ nodeid: deviceId, ...event }));
}

function apiLogEntry(event: ServerEvent): ApiLogEntry {
  const { action, time, msg, msgid, nodeid, userid } = event;
  return {
    time: isoTime(typeof time === "string" ? Date.parse(time) : undefined) ?? "",
    action,
    text: typeof msg === "string" ? msg : "",
    messageId: typeof msgid === "number" ? msgid : undefined,
    deviceId: typeof nodeid === "string" ? shortId(nodeid) : undefined,
    userid: typeof userid === "string" ? shortId(userid) : undefined,
  };
}

/** A text on the page of everybody who is logged in, or of one user. */
export async function broadcast(
  { backend, caller }: OperationContext,
  { message, userid }: BroadcastBody,
): Promise<void> {
  const operator = await backend.operator(caller);
  await operator.broadcast(message, userid === undefined ? {} : { userId: userid });
}

/** A report of MeshCentral. */
export async function makeReport(
  { backend, caller }: OperationContext,
  { type, start, end, groupBy = "user", groupId }: ReportInput,
): Promise<ApiReport> {
  const until = end === undefined ? Date.now() : Date.parse(end);
  const since = start === undefined ? until - WEEK : Date.parse(start);
  if (since >= until) throw new ApiError("invalid", "query.start: a report ends after it starts.");
  const operator = await backend.operator(caller);
  return await operator.report({
    type,
    groupBy,
    start: since,
    end: until,
    ...(groupId === undefined ? {} : { groupId: (await findDeviceGroup(operator, groupId)).id }),
  });
}
