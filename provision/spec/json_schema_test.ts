import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { parse } from "jsonc-parser";
import { specJsonSchema } from "./json_schema.ts";

const examples = new URL("../../examples/", import.meta.url);

Deno.test("examples/spec.schema.json is the schema: cs-provision schema > examples/spec.schema.json", async () => {
  const text = await readFile(new URL("spec.schema.json", examples), "utf8");
  assert.deepEqual(JSON.parse(text), specJsonSchema());
});

Deno.test("an editor that knows the schema takes the example, and no misspelt key", async () => {
  const validate = new Ajv({ strict: false }).compile(specJsonSchema());
  const spec: object = parse(await readFile(new URL("spec.json", examples), "utf8"));
  assert.ok(validate(spec), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...spec, deviceGroup: {} }));
  assert.ok(!validate({ ...spec, users: { alice: { role: "manger" } } }));
});
