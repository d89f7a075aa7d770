import assert from "node:assert/strict";
import { derOid } from "./der.ts";
import { RSA_ENCRYPTION } from "./public_key.ts";

Deno.test("RSA_ENCRYPTION is the element that the DER writer makes", () => {
  assert.deepEqual(RSA_ENCRYPTION, derOid("1.2.840.113549.1.1.1"));
});
