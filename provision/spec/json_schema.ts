import { toJsonSchema } from "@valibot/to-json-schema";
import { specSchema } from "./schema.ts";

/** The JSON Schema of a specification, with which editors complete and check it. */
export function specJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = toJsonSchema(specSchema, { errorMode: "ignore" });
  return { $schema: "http://json-schema.org/draft-07/schema#", ...schema };
}
