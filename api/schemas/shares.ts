import * as v from "valibot";
import { id, name, type Schema, time } from "./common.ts";

/** What a sharing link gives. */
export type ShareType = "terminal" | "desktop" | "files" | "http" | "https";

/** A link with which a guest reaches a device. */
export interface AddShareBody {
  /** Who gets it, as the person at the device is told. */
  readonly guestName: string;
  /** What it gives. */
  readonly types: readonly ShareType[];
  /** What the person at the device is asked or told: a sum of bits. @default {0} */
  readonly consent?: number | undefined;
  /** Desktop without input. @default {false} */
  readonly viewOnly?: boolean | undefined;
  /** Minutes until it expires; 0 = never. Or `start` and `end`. @default {60} */
  readonly expireMinutes?: number | undefined;
  /** From then on. */
  readonly start?: string | undefined;
  /** Until then; or, with `recurring`, `expireMinutes` after each start. */
  readonly end?: string | undefined;
  /** Every day or week at the time of `start`. */
  readonly recurring?: "daily" | "weekly" | undefined;
  /** With `http` and `https`. */
  readonly port?: number | undefined;
}

/** See {@linkcode AddShareBody}. */
export const addShareBody: Schema<AddShareBody> = v.pipe(
  v.strictObject({
    guestName: name(128),
    types: v.pipe(
      v.array(v.picklist(["terminal", "desktop", "files", "http", "https"])),
      v.minLength(1),
    ),
    consent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(127))),
    viewOnly: v.optional(v.boolean()),
    expireMinutes: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5_256_000)),
    ),
    start: v.optional(time),
    end: v.optional(time),
    recurring: v.optional(v.picklist(["daily", "weekly"])),
    port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  }),
  v.check(
    ({ start, end, recurring }) => (end === undefined && recurring === undefined) || !!start,
    "`end` and `recurring` need `start`",
  ),
);

/** One sharing link. */
export interface ShareInput {
  /** The device; short or full. */
  readonly id: string;
  /** As it is listed. */
  readonly publicId: string;
}

/** See {@linkcode ShareInput}. */
export const shareInput: Schema<ShareInput> = v.object({ id, publicId: id });

/** A sharing link as the API shows it. */
export interface ApiShare {
  /** For its removal. */
  readonly id: string;
  /** Who got it. */
  readonly guestName: string;
  /** What it gives. */
  readonly types: readonly ShareType[];
  /** A sum of bits. */
  readonly consent: number;
  /** Desktop without input. */
  readonly viewOnly: boolean;
  /** Only for the one who made it. */
  readonly url?: string | undefined;
  /** Who made it, short. */
  readonly userid?: string | undefined;
  /** From then on. */
  readonly startsAt?: string | undefined;
  /** Absent: never. */
  readonly expiresAt?: string | undefined;
  /** Every day or week. */
  readonly recurring?: "daily" | "weekly" | undefined;
}

/** See {@linkcode ApiShare}. */
export const apiShare: Schema<ApiShare> = v.object({
  id: v.string(),
  guestName: v.string(),
  types: v.array(v.picklist(["terminal", "desktop", "files", "http", "https"])),
  consent: v.number(),
  viewOnly: v.boolean(),
  url: v.optional(v.string()),
  userid: v.optional(v.string()),
  startsAt: v.optional(time),
  expiresAt: v.optional(time),
  recurring: v.optional(v.picklist(["daily", "weekly"])),
});
