import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { protocolReference, REFERENCE } from "./protocol_reference.ts";

Deno.test("docs/protocol-messages.md is what the codec's tables say", async () => {
  const plain = (text: string) => text.replaceAll(/[\s-]+/g, " ").trim();
  assert.equal(
    plain(await readFile(REFERENCE, "utf8")),
    plain(protocolReference()),
    "run `deno run -A demo/protocol_reference.ts && deno fmt docs`",
  );
});
