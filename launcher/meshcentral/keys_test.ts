import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { restoreKeys, storeKeys } from "./keys.ts";

Deno.test("the first keys that are stored are those that others get", async () => {
  const root = await mkdtemp(join(tmpdir(), "cs-keys-test-"));
  try {
    const [installation, one, two, three] = ["i", "1", "2", "3"].map((name) => join(root, name));
    assert.ok(installation && one && two && three);
    for (const folder of [installation, one, two, three]) await mkdir(folder);
    for (const folder of [one, two]) {
      await writeFile(join(folder, "root-cert-private.key"), folder);
      await writeFile(join(folder, "meshcentral.db"), "users");
    }
    await restoreKeys(installation, three); // there are none yet
    await storeKeys(installation, one);
    await storeKeys(installation, two);
    await restoreKeys(installation, three);
    assert.deepEqual(await readdir(three), ["root-cert-private.key"]);
    assert.equal(await readFile(join(three, "root-cert-private.key"), "utf8"), one);
    assert.deepEqual(await readdir(installation), ["keys"]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
