import { toJsonSchema } from "@valibot/to-json-schema";
import { specSchema } from "./schema.ts";

/** The JSON Schema of a specification, with which editors complete and check it. */
export function specJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = toJsonSchema(specSchema, { errorMode: "ignore" });
  return schema as unknown as Readonly<Record<string, unknown>>;
}
