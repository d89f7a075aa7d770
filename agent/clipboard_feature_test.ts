import assert from "node:assert/strict";
import { clipboardFeature } from "./clipboard_feature.ts";
import { settled, TestOnline } from "./test_relay.ts";

Deno.test("of a long text for the clipboard the person is told that there is more, and how much", async () => {
  const written: string[] = [];
  const online = new TestOnline([clipboardFeature({
    readText: () => Promise.resolve(""),
    writeText: (text) => Promise.resolve(void written.push(text)),
  })]);
  const long = "harmless".padEnd(200) + "; harm";
  for (const data of ["short", long]) {
    online.tell({ action: "msg", type: "setclip", data, sessionid: "s", username: "op" });
    await settled();
  }
  const asked = "op would like to put this into your clipboard:";
  assert.deepEqual(online.person.asked, [
    `${asked} short`,
    `${asked} ${long.slice(0, 200)} … (206 characters in all)`,
  ]);
  assert.deepEqual(written, ["short", long]);
});
