import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Browser, Page } from "playwright-core";
import { zipOf } from "../agent/files/test_zip.ts";
import { bundleEmbed, bundleWorker } from "../launcher/embed_bundle.ts";
import { servePages } from "../launcher/page_server.ts";
import { decodeDesktop, encodeDesktop, encodeFilesJson, TunnelProtocol } from "../protocol/mod.ts";
import { MeshSimulator } from "../simulator/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import { launchChromium } from "./chromium.ts";
import { documentedPolicy } from "./documented_policy.ts";
import { browserTest } from "./tab_and_ui.ts";
import { until } from "./until.ts";

/** What embedding sites may have; each forbids workers from blobs, or URLs as plain text. */
const POLICIES: readonly (readonly [name: string, policy: string, worker: boolean])[] = [
  ["the policy of docs/content-policy.md", "documented", true],
  ["worker-src 'self'", "worker-src 'self'", true],
  ["require-trusted-types-for 'script'", "require-trusted-types-for 'script'", false],
];

type Frame = Uint8Array<ArrayBuffer>;

let browser: Browser;
let embed: string;
let worker: string;

Deno.test.beforeAll(async () => {
  [browser, embed, worker] = await Promise.all([launchChromium(), bundleEmbed(), bundleWorker()]);
});
Deno.test.afterAll(() => browser?.close());

for (const [name, policy, withFile] of POLICIES) {
  browserTest(`<mesh-agent> works without a console error under ${name}`, async () => {
    await using simulator = new MeshSimulator({ groups: ["site"] });
    const { url, ...enrollment } = await simulator.listen();
    const page = await openPage({ ...enrollment, server: url }, policy, withFile);
    const problems = listenForProblems(page.tab);
    await page.tab.goto(page.url);
    const nodeId = await until(() => Promise.resolve(simulator.devices()[0]?.nodeId));

    await usesDesktop(await simulator.openTunnel(nodeId, TunnelProtocol.Desktop), page.tab);
    await unpacks(await simulator.openTunnel(nodeId, TunnelProtocol.Files), page.tab);
    const started = page.tab.workers().map((worker) => worker.url());
    assert.ok(started.length >= 2, `workers: ${started}`);
    for (const url of started) {
      assert.match(url, withFile ? /\/cs-mesh-worker\.js$/ : /^blob:/);
    }
    assert.deepEqual(problems, []);
    await page.close();
  });
}

/** A page with the policy, whose tab is a device with every feature that opens without a person. */
async function openPage(
  enrollment: object,
  policy: string,
  withFile: boolean,
): Promise<{ readonly tab: Page; readonly url: string; close(): Promise<void> }> {
  const { server } = enrollment as { readonly server: string };
  const csp = policy === "documented" ? await documentedPolicy(server) : policy;
  const script = { type: "text/javascript; charset=utf-8" };
  const pages = await servePages({
    "/": {
      type: "text/html; charset=utf-8",
      headers: { "content-security-policy": csp },
      body: PAGE(withFile ? 'worker="/cs-mesh-worker.js"' : ""),
    },
    "/embed.js": { ...script, body: embed },
    "/cs-mesh-worker.js": { ...script, body: worker },
    "/paint.js": { ...script, body: PAINT },
    "/favicon.ico": { type: "image/x-icon", body: "" },
    "/cs-agent.json": { type: "application/json", body: JSON.stringify(enrollment) },
  }, 0);
  const context = await browser.newContext();
  const tab = await context.newPage();
  return {
    tab,
    url: pages.url,
    async close() {
      await context.close();
      await pages.close();
    },
  };
}

/** Errors of the console, uncaught ones, and violations of the policy. */
function listenForProblems(tab: Page): string[] {
  const problems: string[] = [];
  tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  tab.on("pageerror", (error) => problems.push(String(error)));
  return problems;
}

/** Allows the desktop in the agent's dialog, and receives a picture. */
async function usesDesktop(tunnel: WebSocketLike, tab: Page): Promise<void> {
  const tiles = receive(tunnel, (data) =>
    data instanceof ArrayBuffer &&
    decodeDesktop(new Uint8Array(data), "agent").some(({ type }) => type === "tile"));
  tunnel.send(String(TunnelProtocol.Desktop));
  await allow(tab);
  tunnel.send(encodeDesktop({ type: "refresh" }) as Frame);
  await tiles;
}

/** Has the agent unpack an archive that is large enough for its worker. */
async function unpacks(tunnel: WebSocketLike, tab: Page): Promise<void> {
  const archive = zipOf([{ name: "zeros", data: new Uint8Array(2 ** 20), method: 8 }]);
  await tab.evaluate(async (base64) => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle("x.zip", { create: true })).createWritable();
    await file.write(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    await file.close();
  }, Buffer.from(archive).toString("base64"));
  const done = receive(tunnel, (data) => textOf(data).includes('"msg":null}'));
  tunnel.send(String(TunnelProtocol.Files));
  await allow(tab);
  tunnel.send(encodeFilesJson({ action: "unzip", reqid: 1, input: "/x.zip", dest: "/" }) as Frame);
  await done;
  assert.equal(
    await tab.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      return (await (await root.getFileHandle("zeros")).getFile()).size;
    }),
    2 ** 20,
  );
}

/** Presses the button of the dialog once it accepts. */
async function allow(tab: Page): Promise<void> {
  await tab.locator("button[aria-disabled=false]", { hasText: "Allow" }).click();
}

function textOf(data: unknown): string {
  return typeof data === "string" ? data : new TextDecoder().decode(data as ArrayBuffer);
}

function receive(tunnel: WebSocketLike, wanted: (data: unknown) => boolean): Promise<void> {
  return new Promise((resolve) => {
    tunnel.addEventListener("message", ({ data }) => wanted(data) && resolve());
  });
}

const PAGE = (worker: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A strict site</title>
<canvas id="app" width="320" height="200"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed consent="prompt" source="#app" ${worker}
  features="console terminal files desktop messages clipboard openurl limits help share"></mesh-agent>
<script type="module" src="paint.js"></script>
<script type="module" src="embed.js"></script>`;

const PAINT = `
const context = document.getElementById("app").getContext("2d");
context.fillStyle = "teal";
context.fillRect(0, 0, 320, 200);
`;
