import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { meshCentralVersions } from "./versions.ts";

for (const version of meshCentralVersions) {
  Deno.test(`the lock file of ${version} is complete and names no registry`, async () => {
    const folder = new URL(`./${version}/`, import.meta.url);
    const text = await readFile(new URL("package-lock.json", folder), "utf8");
    const { packages } = JSON.parse(text) as {
      packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
    };
    assert.equal(packages["node_modules/meshcentral"]?.version, version);
    for (const [name, { integrity, resolved }] of Object.entries(packages)) {
      assert.equal(resolved, undefined, name);
      if (name !== "") assert.match(integrity ?? "", /^sha512-/, name);
    }
  });
}
