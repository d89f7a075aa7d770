/**
 * What several operations are given, or answer.
 *
 * @module
 */
import * as v from "valibot";

/** A schema whose valid values are a `T`. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** A sum of rights: 32 bits. */
export const rights: v.GenericSchema<number> = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(0xffff_ffff),
  v.description("A sum of bits; 4294967295 = all."),
);

/** An id as it is in paths: short (`NJ3@…`) or full (`node//NJ3@…`). */
export const id: v.GenericSchema<string> = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(512),
  v.description("Short (its last part), or full as MeshCentral has it (kind/domain/id)."),
);

/** A name that a person gave. */
export function name(longest: number): v.GenericSchema<string> {
  return v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longest));
}

/** When, in ISO 8601. */
export const time: v.GenericSchema<string> = v.pipe(v.string(), v.isoTimestamp());

/** `true` or `false` in a query. */
export const flag: v.GenericSchema<string | boolean, boolean> = v.pipe(
  v.union([v.boolean(), v.picklist(["true", "false"])]),
  v.transform((value) => value === true || value === "true"),
);

/** A count in a query. */
export function count(least: number, most: number): v.GenericSchema<string | number, number> {
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/, "must be a whole number"))]),
    v.transform(Number),
    v.integer(),
    v.minValue(least),
    v.maxValue(most),
  );
}

/** Which part of a list. */
export interface PageInput {
  /** At most so many. */
  readonly limit?: number | undefined;
  /** After so many. */
  readonly offset?: number | undefined;
}

/** The members of {@linkcode PageInput}. */
export const pageEntries = {
  limit: v.optional(count(1, 10_000)),
  offset: v.optional(count(0, 999_999_999)),
} as const;
