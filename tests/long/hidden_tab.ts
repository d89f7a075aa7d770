import assert from "node:assert/strict";
import { agentPages } from "../../launcher/agent_page.ts";
import { bundleWorker } from "../../launcher/embed_bundle.ts";
import { servePages } from "../../launcher/page_server.ts";
import { documentedPolicy } from "../documented_policy.ts";
import { startTestServer } from "../test_server.ts";
import { startPlainChromium } from "./plain_chromium.ts";

/** Beyond the server's 150 s of patience, and beyond the 5 minutes after which Chromium throttles harder. */
const HIDDEN_FOR = 7 * 60_000;

/** As a page without a policy has it, and as one with the strictest policy has it. */
const ELEMENTS = {
  "/hidden": '<mesh-agent managed autostart enrollment="cs-agent.json"></mesh-agent>',
  "/strict":
    '<mesh-agent managed autostart enrollment="cs-agent.json" worker="cs-mesh-worker.js"></mesh-agent>',
} as const;

function pageWith(element: string): string {
  return `<!doctype html><meta charset="utf-8"><title>hidden</title>
${element}<script type="module" src="watch.js"></script>`;
}

const WATCH = `
const element = document.querySelector("mesh-agent");
window.states = [];
element.addEventListener("statechange", ({ state }) => states.push(state));
window.sightings = [];
document.addEventListener("visibilitychange", () => sightings.push(document.visibilityState));
window.ticks = 0;
setInterval(() => ticks++, 1_000);
await import("./embed.js");
`;

Deno.test("a hidden tab stays online at the server's default idle time-out", async () => {
  await using server = await startTestServer();
  const html = "text/html; charset=utf-8";
  const script = "text/javascript; charset=utf-8";
  const policy = await documentedPolicy(server.enrollment.server);
  await using pages = await servePages({
    ...await agentPages(server.enrollment),
    "/watch.js": { type: script, body: WATCH },
    "/cs-mesh-worker.js": { type: script, body: await bundleWorker() },
    "/hidden": { type: html, body: pageWith(ELEMENTS["/hidden"]) },
    "/strict": {
      type: html,
      body: pageWith(ELEMENTS["/strict"]),
      headers: { "content-security-policy": policy },
    },
  }, 0);
  await using browser = await startPlainChromium();
  const tabs = [];
  for (const path of Object.keys(ELEMENTS)) {
    const tab = await browser.openTab(`${pages.url}${path}`);
    const nodeId = await onlineNodeId(() =>
      tab.evaluate<string | null>("document.querySelector('mesh-agent')?.agent?.nodeId ?? null")
    );
    await server.waitForDevice(nodeId, ({ online }) => online);
    tabs.push({ path, tab, nodeId });
  }

  await browser.openTab("about:blank");
  await new Promise((resolve) => setTimeout(resolve, HIDDEN_FOR));

  for (const { path, tab, nodeId } of tabs) {
    assert.deepEqual(await tab.evaluate("sightings"), ["hidden"], path);
    assert.equal(await tab.evaluate("document.visibilityState"), "hidden", path);
    const ticks = await tab.evaluate<number>("ticks");
    const throttled = ticks < 0.9 * HIDDEN_FOR / 1_000;
    assert.ok(throttled, `${path}: timers of the page were not throttled: ${ticks}`);
    const states = ["connecting", "authenticating", "online"];
    assert.deepEqual(await tab.evaluate("states"), states, path);
    await server.waitForDevice(nodeId, ({ online }) => online);
  }
});

async function onlineNodeId(ask: () => Promise<string | null>): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const nodeId = await ask();
    if (nodeId) return nodeId;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the tab did not come online within 10 s");
}
