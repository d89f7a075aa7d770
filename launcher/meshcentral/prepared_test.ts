import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keep, prepare } from "./prepared.ts";

Deno.test("the first keys and account that are kept are those that others get", async () => {
  const root = await mkdtemp(join(tmpdir(), "cs-prepared-test-"));
  try {
    const [installation, one, two, three] = ["i", "1", "2", "3"].map((name) => join(root, name));
    assert.ok(installation && one && two && three);
    for (const folder of [installation, one, two, three]) await mkdir(folder);
    for (const folder of [one, two]) {
      await writeFile(join(folder, "root-cert-private.key"), folder);
      await writeFile(join(folder, "meshcentral.db"), `users of ${folder}`);
      await writeFile(join(folder, "administrator.json"), folder);
      await writeFile(join(folder, "config.json"), "its own");
    }
    await prepare(installation, three); // nothing is kept yet
    assert.deepEqual(await readdir(three), ["agentsigningcert.pem"]);
    for (const folder of [one, two]) {
      await keep(installation, "account", folder);
      await keep(installation, "keys", folder);
    }
    await prepare(installation, three);
    assert.deepEqual((await readdir(three)).sort(), [
      "administrator.json",
      "agentsigningcert.pem",
      "meshcentral.db",
      "root-cert-private.key",
    ]);
    assert.equal(await readFile(join(three, "root-cert-private.key"), "utf8"), one);
    assert.equal(await readFile(join(three, "administrator.json"), "utf8"), one);
    assert.deepEqual((await readdir(installation)).sort(), ["account", "keys"]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
