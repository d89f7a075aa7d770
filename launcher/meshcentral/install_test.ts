import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installationsFolder, installFromLock, installMeshCentral } from "./install.ts";

/** Runs a test in a folder with a package and a program in npm's place. */
async function withNpm(
  script: string,
  test: (paths: { root: string; source: string; target: string; npm: string }) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "cs-install-test-"));
  try {
    const npm = join(root, "npm");
    for (const file of ["package.json", "package-lock.json"]) {
      await writeFile(join(root, file), "{}");
    }
    await writeFile(npm, `#!/bin/sh\n${script}\n`);
    await chmod(npm, 0o755);
    await test({ root, source: root, target: join(root, "cache", "1"), npm });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

Deno.test("two installations at the same time give one, and leave nothing else", async () => {
  await withNpm('sleep 0.1; mkdir node_modules; echo "$*" > node_modules/args', async (paths) => {
    const { root, source, target, npm } = paths;
    await Promise.all([1, 2, 3].map(() => installFromLock(source, target, { npm })));
    assert.deepEqual(await readdir(join(root, "cache")), ["1"]);
    const args = await readFile(join(target, "node_modules", "args"), "utf8");
    assert.equal(args.trim(), "ci --ignore-scripts --no-audit --no-fund");
  });
});

Deno.test("an installation that was left half done is replaced", async () => {
  await withNpm("mkdir node_modules", async ({ root, source, target, npm }) => {
    await installFromLock(source, target, { npm });
    await rm(join(target, ".complete"));
    await writeFile(join(target, "rest"), "");
    await installFromLock(source, target, { npm });
    assert.deepEqual(await readdir(join(root, "cache")), ["1"]);
    assert.deepEqual((await readdir(target)).includes("rest"), false);
  });
});

Deno.test("when npm fails, the error quotes it and nothing is left", async () => {
  await withNpm("echo 'npm error 404' >&2; exit 1", async ({ root, source, target, npm }) => {
    await assert.rejects(installFromLock(source, target, { npm }), {
      name: "LauncherError",
      code: "install-failed",
      message: /exit code 1[^]*\| npm error 404/,
    });
    assert.deepEqual(await readdir(join(root, "cache")), []);
  });
});

Deno.test("when there is no npm, the error says so", async () => {
  await withNpm("", async ({ source, target }) => {
    await assert.rejects(installFromLock(source, target, { npm: "no-such-npm" }), {
      code: "install-failed",
      message: /could not be started[^]*Install Node\.js/,
    });
  });
});

Deno.test("an aborted installation ends npm and leaves nothing", async () => {
  await withNpm("exec sleep 30", async ({ root, source, target, npm }) => {
    const signal = AbortSignal.timeout(100);
    await assert.rejects(installFromLock(source, target, { npm, signal }), {
      name: "TimeoutError",
    });
    assert.deepEqual(await readdir(join(root, "cache")), []);
  });
});

Deno.test("an unknown version is refused with those that are known", async () => {
  await assert.rejects(installMeshCentral({ version: "9.9.9" }), {
    code: "unknown-version",
    message: /1\.1\.55, 1\.1\.51, 0\.7\.99/,
  });
});

Deno.test("installations are kept in the user's cache, or where the environment says", () => {
  assert.equal(installationsFolder({ XDG_CACHE_HOME: "/c" }), join("/c", "cs-meshcentral"));
  assert.equal(installationsFolder({ XDG_CACHE_HOME: "/c", CS_MESHCENTRAL_CACHE: "/d" }), "/d");
  assert.match(installationsFolder({}), /\.cache.cs-meshcentral$/);
});
