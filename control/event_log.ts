import { ControlError } from "./errors.ts";
import { getDevice } from "./devices.ts";
import { compact, objects, text } from "./json.ts";
import { rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage, ServerEvent } from "./types.ts";
import { findUser } from "./user_edit.ts";

/** The kinds of events that the server can look for by itself. */
export type EventKind =
  | "agentlog"
  | "batchupload"
  | "changenode"
  | "manual"
  | "relaylog"
  | "removenode"
  | "runcommands";

/** What {@linkcode ControlClient.listEvents} may be told. */
export interface ListEventsOptions extends CallOptions {
  /** Only what this user did or what concerns it; needs the site right to manage users. */
  readonly userId?: string;
  /** Only about this device; not together with `userId`. */
  readonly deviceId?: string;
  /** Only of this kind. */
  readonly kind?: EventKind;
  /** The latest ones, at most. @default {1000} */
  readonly limit?: number;
}

/** Milliseconds in which a server that answers has answered. */
const SILENCE = 3_000;

/** What happened, the latest first, as the server has recorded it. */
export async function listEvents(
  session: Session,
  options: ListEventsOptions = {},
): Promise<readonly ServerEvent[]> {
  const { userId, deviceId, kind, limit = 1000, ...call } = options;
  if (userId !== undefined && deviceId !== undefined) {
    throw new ControlError("bad-options", "Events are listed of a user or of a device, not both.");
  }
  const request = compact({
    action: "events",
    // Who may not manage users would get other events instead, and no error.
    userid: userId && (await findUser(session, userId, call)).id,
    nodeid: deviceId && (await getDevice(session, deviceId, call)).id,
    filter: kind,
    limit,
  });
  const seesNone = (userId ?? deviceId ?? session.userInfo.links) === undefined;
  const answer =
    await (seesNone
      ? requestWithoutRights(session, request, call)
      : session.request(request, call));
  if (Array.isArray(answer["events"])) return objects(answer["events"]).filter(isEvent);
  throw rejection(text(answer["result"]), "The events were not listed");
}

/** An account that is in no device group is answered with silence, unless it has just been added. */
async function requestWithoutRights(
  session: Session,
  request: ControlMessage,
  options: CallOptions,
): Promise<ControlMessage> {
  const { timeout = session.timeout } = options;
  try {
    return await session.request(request, { ...options, timeout: Math.min(timeout, SILENCE) });
  } catch (cause) {
    if (!(cause instanceof ControlError) || cause.code !== "timeout") throw cause;
    throw new ControlError("denied", "An account that is in no device group sees no events.", {
      cause,
    });
  }
}

function isEvent(event: Readonly<Record<string, unknown>>): event is ServerEvent {
  return typeof event["action"] === "string";
}
