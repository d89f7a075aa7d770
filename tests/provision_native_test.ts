import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { parseSpec } from "../provision/mod.ts";
import { startNativeAgent } from "./native_agent.ts";
import { inFolder, provision } from "./provision_server.ts";
import { startTestServer } from "./test_server.ts";
import { until } from "./until.ts";

Deno.test({
  name: "MeshCentral's own agent joins with a .msh file that was written",
  ignore: process.platform !== "linux" || process.arch !== "x64",
  async fn() {
    await using server = await startTestServer({ tls: true });
    await inFolder(async (folder) => {
      const spec = parseSpec(
        "deviceGroups: { natives: { name: The natives } }\n" +
          "enrollment: [{ group: natives, file: natives.msh }]",
      );
      await provision(server, spec, { folder });
      await using _ = await startNativeAgent(await readFile(join(folder, "natives.msh"), "utf8"));
      await using client = await server.operator();
      const device = await until(async () => (await client.devices()).find(({ online }) => online));
      assert.equal(device.groupName, "The natives");
    });
  },
});
