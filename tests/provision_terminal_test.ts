import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseSpec } from "../provision/mod.ts";
import { inFolder } from "./provision_server.ts";
import { inTerminal, type TerminalStep } from "./terminal_process.ts";
import { startTestServer } from "./test_server.ts";

const MAIN = fileURLToPath(new URL("../provision/cli/main.ts", import.meta.url));

function csProvision(
  folder: string,
  args: readonly string[],
  steps: readonly TerminalStep[],
  env: Readonly<Record<string, string>> = {},
) {
  const command = [process.execPath, "run", "-A", "--quiet", MAIN, ...args];
  const { PATH = "", HOME = "" } = process.env;
  return inTerminal(command, steps, { cwd: folder, env: { PATH, HOME, ...env } });
}

Deno.test("init asks for two names, and writes a specification with them", async () => {
  await inFolder(async (folder) => {
    const { code, output } = await csProvision(folder, ["init", "spec.yaml"], [
      { expect: "first device group", typed: "Front desks\r" },
      { expect: "first operator", typed: "\r" },
    ]);
    assert.equal(code, 0, output);
    const text = await readFile(join(folder, "spec.yaml"), "utf8");
    const spec = parseSpec(text, { file: "spec.yaml" });
    assert.ok(Object.values(spec.deviceGroups ?? {}).some(({ name }) => name === "Front desks"));
    assert.deepEqual(Object.keys(spec.users ?? {}), ["alice"]); // what stood there
  });
});

Deno.test("init that is left by Ctrl-C writes nothing", async () => {
  await inFolder(async (folder) => {
    const { code } = await csProvision(folder, ["init", "spec.yaml"], [
      { expect: "first device group", typed: "\x03" },
    ]);
    assert.notEqual(code, 0);
    await assert.rejects(readFile(join(folder, "spec.yaml")), { code: "ENOENT" });
  });
});

Deno.test("removals are asked about: no leaves everything, yes removes", async () => {
  await using server = await startTestServer();
  await inFolder(async (folder) => {
    const { webSocketUrl, admin: { username, password } } = server.server;
    const env = {
      MESHCENTRAL_URL: webSocketUrl,
      MESHCENTRAL_USERNAME: username,
      MESHCENTRAL_PASSWORD: password,
    };
    const spec = join(folder, "spec.yaml");
    const both = 'owner: asked\ndeviceGroups:\n  one: { name: "One" }\n  two: { name: "Two" }\n';
    await writeFile(spec, both);
    assert.equal((await csProvision(folder, ["spec.yaml"], [], env)).code, 0);
    await writeFile(spec, both.replace(/ {2}two.*\n/, ""));
    const names = async () => {
      await using client = await server.operator();
      return (await client.deviceGroups()).map(({ name }) => name).sort();
    };
    const prune = (typed: string) =>
      csProvision(folder, ["spec.yaml", "--prune"], [{ expect: "Remove 1 thing", typed }], env);

    const refused = await prune("n");
    assert.match(refused.output, /Nothing was done: the removals were not confirmed/);
    assert.notEqual(refused.code, 0);
    assert.deepEqual(await names(), ["One", "Two", "tests"]);
    const agreed = await prune("y");
    assert.equal(agreed.code, 0, agreed.output);
    assert.deepEqual(await names(), ["One", "tests"]);
  });
});
