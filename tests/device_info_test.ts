import assert from "node:assert/strict";
import { type AgentFeature, BrowserAgent } from "../agent/mod.ts";
import { startTestServer } from "./test_server.ts";
import { until } from "./until.ts";

Deno.test("device information of a feature and of the program is on the server's device page", async () => {
  let product = "Kiosk 1";
  let refresh = () => {};
  const feature: AgentFeature = {
    name: "kiosk",
    capabilities: 0,
    receive: () => false,
    start: (session) => refresh = () => session.refreshDeviceInfo(),
    deviceInfo: () => ({
      coreInfo: { osdesc: "overwritten" },
      hardware: { identifiers: { product_name: product }, "not-a-key": 1 },
    }),
  };
  await using server = await startTestServer();
  await using operator = await server.operator();
  await using agent = new BrowserAgent({
    ...server.enrollment,
    features: [feature],
    deviceInfo: { coreInfo: { osdesc: "Kiosk OS 7" } },
  });
  await agent.connect();
  const { id } = await server.waitForDevice(agent.nodeId, ({ online }) => online);

  const described = await until(async () => {
    const details = await operator.deviceSystemInfo(id).catch(() => undefined);
    return JSON.stringify(details ?? "").includes("Kiosk 1") ? details : undefined;
  });
  assert.doesNotMatch(JSON.stringify(described), /not-a-key/);
  const { nodes } = await operator.request({ action: "nodes" });
  assert.match(JSON.stringify(nodes), /"osdesc":"Kiosk OS 7"/);

  product = "Kiosk 2";
  refresh();
  await until(async () =>
    JSON.stringify(await operator.deviceSystemInfo(id)).includes("Kiosk 2") ? true : undefined
  );
});
