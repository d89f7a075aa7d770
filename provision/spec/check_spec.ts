import { safeParse } from "valibot";
import { checkServer } from "../config/check_config.ts";
import { explainIssue, findLists, type Wrong } from "./issues.ts";
import { checkReferences } from "./references.ts";
import { findReserved } from "./reserved.ts";
import { specSchema } from "./schema.ts";

/** Every place of a value that makes it no specification; none = it is one. */
export function checkSpec(value: unknown): readonly Wrong[] {
  const reserved = findReserved(value);
  if (reserved.length > 0) return reserved;
  const lists = findLists(specSchema, value);
  if (lists.length > 0) return lists;
  const result = safeParse(specSchema, value);
  if (!result.success) return result.issues.flatMap((issue) => explainIssue(specSchema, issue));
  const { output } = result;
  return [...checkReferences(output), ...checkServer(output.server ?? {}, ["server"])];
}
