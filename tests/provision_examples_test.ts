import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BrowserAgent } from "../agent/mod.ts";
import { controlExecutor, parseSpec, readState, type Spec } from "../provision/mod.ts";
import { parseEnrollment } from "../protocol/mod.ts";
import { inFolder, provision } from "./provision_server.ts";
import { startTestServer } from "./test_server.ts";

Deno.test("examples/spec.yaml and spec.json make a server, twice the same, and their files let agents in", async () => {
  await using server = await startTestServer();
  await inFolder(async (folder) => {
    const large = await example("spec.yaml");
    const sizes = ["deviceGroups", "users", "userGroups", "memberships", "enrollment"] as const;
    assert.deepEqual(sizes.map((key) => Object.keys(large[key] ?? {}).length), [20, 50, 5, 200, 2]);
    await provision(server, large, { folder });
    assert.deepEqual(await provision(server, large, { folder }), []);

    await using client = await server.operator();
    const state = await readState(controlExecutor(client, server.server.webSocketUrl));
    assert.equal(state.users.length, 51);
    assert.equal(state.deviceGroups.length, 21);

    for (const file of ["quarantine.json", "amsterdam.msh"]) {
      const enrollment = parseEnrollment(await readFile(join(folder, file), "utf8"));
      const agent = new BrowserAgent({ ...enrollment, name: file });
      await agent.connect();
      const { groupName } = await server.waitForDevice(agent.nodeId, () => true);
      assert.equal(groupName?.toLowerCase(), file.split(".")[0]);
      await agent.close();
    }

    const { owner: _, ...small } = await example("spec.json");
    await provision(server, { ...small, owner: "small", deviceGroups: renamed(small) }, { folder });
  });
});

Deno.test("the example of docs/provision.md does what it says", async () => {
  await using server = await startTestServer();
  await inFolder(async (folder) => {
    const text = await readFile(new URL("../docs/provision.md", import.meta.url), "utf8");
    const [, yaml = ""] = /<!-- example -->\s*```yaml\n([^]*?)```/.exec(text) ?? [];
    const spec = parseSpec(yaml);
    assert.ok((await provision(server, spec, { folder })).length > 0);
    assert.deepEqual(await provision(server, spec, { folder }), []);
  });
});

function renamed({ deviceGroups = {} }: Spec): Spec["deviceGroups"] {
  return Object.fromEntries(
    Object.entries(deviceGroups).map(([key, group]) => [key, { ...group, name: `${key} (small)` }]),
  );
}

async function example(file: string): Promise<Spec> {
  const url = new URL(`../examples/${file}`, import.meta.url);
  return parseSpec(await readFile(url, "utf8"), { file });
}
