import assert from "node:assert/strict";
import { CORE, EVERY_FEATURE, SIMULATOR } from "../bench/bundlers/pages.ts";
import { BUNDLERS, weighPage } from "../bench/bundlers/weigh_page.ts";
import { packTarballs } from "./package/tarballs.ts";

/** Text that only the code of a feature has, which is loaded when an operator opens it. */
const LOADED_LATER = [
  "characters are waiting", // the terminal's line editor
  "command not found", // its shell
  "CompressionStream", // archives
  "createImageBitmap", // the desktop's encoder
  "fullscreenchange", // dialogs
];

Deno.test("every bundler builds pages with the agent and the simulator from the tarball", async (t) => {
  await using tarballs = await packTarballs();
  const project = await tarballs.install("@cs/meshcentral");
  for (const bundler of BUNDLERS) {
    await t.step(`${bundler}: every feature is in a chunk that is loaded later`, async () => {
      const { code, scripts } = await weighPage(bundler, project, EVERY_FEATURE.code);
      for (const text of LOADED_LATER) assert.ok(!code.includes(text), text);
      assert.ok(scripts > 8, `${scripts} scripts`);
    });
    await t.step(`${bundler}: the agent alone has no feature in it`, async () => {
      const { code } = await weighPage(bundler, project, CORE.code);
      // The whole code would be in the message of `doesNotMatch`.
      assert.equal(/clipboard|from\s*"node:|require\("/.exec(code)?.[0], undefined);
    });
    await t.step(`${bundler}: the simulator needs nothing of Node`, async () => {
      const { code } = await weighPage(bundler, project, SIMULATOR.code);
      const node = /(?:from|import|require\()\s*"(?:node:|https?"|buffer"|ws")|WebSocketServer/;
      assert.equal(node.exec(code)?.[0], undefined);
    });
  }
});
