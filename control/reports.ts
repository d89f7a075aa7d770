/**
 * The server's reports.
 *
 * @module
 */
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { compact, isObject, object, objects } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** What {@linkcode ControlClient.report} may be told. */
export interface ReportOptions extends CallOptions {
  /** Remote sessions, traffic, logins of operators, or records in the database. */
  readonly type: "sessions" | "traffic" | "logins" | "database";
  /** In milliseconds. */
  readonly start: number;
  /** In milliseconds. */
  readonly end: number;
  /** By what the rows are put together. @default {"user"} */
  readonly groupBy?: "user" | "device" | "day";
  /** Only of this device group. */
  readonly groupId?: string;
  /** An IANA name; which day something happened on depends on it. @default {"UTC"} */
  readonly timeZone?: string;
  /** Adds the bytes of remote sessions. @default {false} */
  readonly traffic?: boolean;
}

/** A table, in parts. */
export interface Report {
  /** `id` is the key in a row, `title` its heading; there may be more. */
  readonly columns: readonly Readonly<Record<string, unknown>>[];
  /** By the user, device or day; each has `entries`, its rows. */
  readonly groups: Readonly<Record<string, unknown>>;
  /** Everything that the server said. */
  readonly raw: Readonly<Record<string, unknown>>;
}

const TYPES = { sessions: 1, traffic: 2, logins: 3, database: 4 } as const;
const GROUPINGS = { user: 1, device: 2, day: 3 } as const;

/** Makes a report over some time. */
export async function getReport(session: Session, options: ReportOptions): Promise<Report> {
  const { type, start, end, groupBy = "user", groupId, timeZone = "UTC", traffic } = options;
  const { signal, timeout } = options;
  if (!(start < end)) throw new ControlError("bad-options", "A report ends after it starts.");
  const request = compact({
    action: "report",
    type: TYPES[type],
    groupBy: GROUPINGS[groupBy],
    start: Math.floor(start / 1000),
    end: Math.ceil(end / 1000),
    devGroup: groupId && fullId("mesh", session.serverInfo.domain, groupId),
    tz: timeZone,
    tf: 0, // the server's offset in minutes from UTC, where it does not know the zone
    l: "en",
    showTraffic: traffic,
  });
  const { data } = await session.request(request, compact({ signal, timeout }) as CallOptions);
  if (!isObject(data)) throw new ControlError("rejected", "The server sent no report.");
  return { columns: objects(data["columns"]), groups: object(data["groups"]), raw: data };
}
