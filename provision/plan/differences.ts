import type { Change } from "./step.ts";

/** The fields of `wanted` that `live` has differently. */
export function differences<T extends object>(
  wanted: T,
  live: Readonly<Record<keyof T, unknown>>,
): { readonly set: Partial<T>; readonly changes: readonly Change[] } {
  const fields = (Object.keys(wanted) as (keyof T & string)[])
    .filter((field) => JSON.stringify(wanted[field]) !== JSON.stringify(live[field]));
  return {
    set: Object.fromEntries(fields.map((field) => [field, wanted[field]])) as Partial<T>,
    changes: fields.map((field) => ({ field, from: live[field], to: wanted[field] })),
  };
}
