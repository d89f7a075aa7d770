import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inFolder } from "./provision_server.ts";
import { startTestServer } from "./test_server.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

Deno.test("the package cs-provision has the version of the package that it brings", async () => {
  const read = async (file: string) => JSON.parse(await readFile(join(ROOT, file), "utf8"));
  const [{ version }, tiny] = [
    await read("package.json"),
    await read("provision/npm/package.json"),
  ];
  assert.equal(tiny.version, version);
  assert.equal(tiny.dependencies["@cs/meshcentral"], version);
});

Deno.test("npx cs-provision works in a folder with nothing but the two packages", async () => {
  await using server = await startTestServer();
  await inFolder(async (folder) => {
    if (process.env.CS_BUILT !== "1") await run("npm", ["run", "build"], { cwd: ROOT });
    const tarballs = [];
    for (const cwd of [ROOT, join(ROOT, "provision", "npm")]) {
      const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
        cwd,
      });
      tarballs.push(join(folder, JSON.parse(stdout)[0].filename));
    }
    await writeFile(join(folder, "package.json"), '{"private":true}');
    await run("npm", ["install", "--no-audit", "--no-fund", ...tarballs], { cwd: folder });
    const env = {
      ...process.env,
      MESHCENTRAL_URL: server.server.webSocketUrl,
      MESHCENTRAL_USERNAME: server.server.admin.username,
      MESHCENTRAL_PASSWORD: server.server.admin.password,
    };
    const npx = (...args: string[]) =>
      run("npx", ["--no-install", "cs-provision", ...args], { cwd: folder, env });
    assert.match((await npx("init")).stdout, /Wrote spec\.yaml/);
    await assert.rejects(npx("plan", "spec.yaml"), { code: 2 });
    assert.match((await npx("spec.yaml")).stdout, /Applied \d+ step\(s\)/);
    assert.equal((await npx("plan", "spec.yaml")).stdout, "Nothing to do.\n");
  });
});
