import assert from "node:assert/strict";
import { agentPages } from "../../launcher/agent_page.ts";
import { servePages } from "../../launcher/page_server.ts";
import { startTestServer } from "../test_server.ts";
import { startPlainChromium } from "./plain_chromium.ts";

/** Beyond the server's 150 s of patience, and beyond the 5 minutes after which Chromium throttles harder. */
const HIDDEN_FOR = 7 * 60_000;

const PAGE = `<!doctype html><meta charset="utf-8"><title>hidden</title>
<mesh-agent managed autostart enrollment="cs-agent.json"></mesh-agent>
<script type="module">
  const element = document.querySelector("mesh-agent");
  window.states = [];
  element.addEventListener("statechange", ({ state }) => states.push(state));
  window.sightings = [];
  document.addEventListener("visibilitychange", () => sightings.push(document.visibilityState));
  window.ticks = 0;
  setInterval(() => ticks++, 1_000);
  await import("./embed.js");
</script>`;

Deno.test("a hidden tab stays online at the server's default idle time-out", async () => {
  await using server = await startTestServer();
  await using pages = await servePages({
    ...await agentPages(server.enrollment),
    "/hidden": { type: "text/html; charset=utf-8", body: PAGE },
  }, 0);
  await using browser = await startPlainChromium();
  const tab = await browser.openTab(`${pages.url}/hidden`);
  const nodeId = await onlineNodeId(() =>
    tab.evaluate<string | null>("document.querySelector('mesh-agent')?.agent?.nodeId ?? null")
  );
  await server.waitForDevice(nodeId, ({ online }) => online);

  await browser.openTab("about:blank");
  await new Promise((resolve) => setTimeout(resolve, HIDDEN_FOR));

  assert.deepEqual(await tab.evaluate("sightings"), ["hidden"]);
  assert.equal(await tab.evaluate("document.visibilityState"), "hidden");
  const ticks = await tab.evaluate<number>("ticks");
  assert.ok(ticks < 0.9 * HIDDEN_FOR / 1_000, `timers of the page were not throttled: ${ticks}`);
  assert.deepEqual(await tab.evaluate("states"), ["connecting", "authenticating", "online"]);
  await server.waitForDevice(nodeId, ({ online }) => online);
});

async function onlineNodeId(ask: () => Promise<string | null>): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const nodeId = await ask();
    if (nodeId) return nodeId;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the tab did not come online within 10 s");
}
