import * as v from "valibot";
import { id, type Schema } from "./common.ts";

/** Which report. */
export interface ReportInput {
  /** What about. */
  readonly type: "sessions" | "traffic" | "logins" | "database";
  /** From then on, in ISO 8601. @default a week ago */
  readonly start?: string | undefined;
  /** Until then. @default now */
  readonly end?: string | undefined;
  /** What makes a part of it. @default {"user"} */
  readonly groupBy?: "user" | "device" | "day" | undefined;
  /** Of this device group only. */
  readonly groupId?: string | undefined;
}

/** The path of {@linkcode ReportInput}. */
export const reportParams: Schema<Pick<ReportInput, "type">> = v.object({
  type: v.picklist(["sessions", "traffic", "logins", "database"]),
});

/** The query of {@linkcode ReportInput}. */
export const reportEntries = {
  start: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  end: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  groupBy: v.optional(v.picklist(["user", "device", "day"])),
  groupId: v.optional(id),
} as const;

/** A report, as MeshCentral makes it. */
export interface ApiReport {
  /** What the columns of an entry mean. */
  readonly columns: readonly Readonly<Record<string, unknown>>[];
  /** By user, device or day; each has `entries`. */
  readonly groups: Readonly<Record<string, unknown>>;
}

/** See {@linkcode ApiReport}. */
export const apiReport: Schema<ApiReport> = v.object({
  columns: v.array(v.record(v.string(), v.unknown())),
  groups: v.record(v.string(), v.unknown()),
});

/** A text for everybody who is logged in. */
export interface BroadcastBody {
  /** 1–512 characters. */
  readonly message: string;
  /** Only to this user. */
  readonly userid?: string | undefined;
}

/** See {@linkcode BroadcastBody}. */
export const broadcastBody: Schema<BroadcastBody> = v.strictObject({
  message: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  userid: v.optional(id),
});
