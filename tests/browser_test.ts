import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { barriers } from "./barriers.ts";
import { agentPages } from "../launcher/agent_page.ts";
import { type Page as ServedPage, type PageServer, servePages } from "../launcher/page_server.ts";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";
import { openMeshCentral } from "./meshcentral_page.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

let server: TestServer;
let pages: PageServer;
let browser: Browser;
let context: BrowserContext;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
  const wrongHash = { ...server.enrollment, serverHash: "ab".repeat(48) };
  pages = await servePages({
    ...await agentPages(server.enrollment),
    "/example": html(example()),
    "/managed": html(embedding('managed autostart enrollment="cs-agent.json"')),
    "/persist": html(embedding('managed autostart persist enrollment="cs-agent.json"')),
    "/ask": html(embedding('autostart persist enrollment="cs-agent.json" name="Front desk"')),
    "/missing": html(embedding('autostart enrollment="nowhere.json"')),
    "/feature": html(
      embedding('managed autostart features="telepathy" enrollment="cs-agent.json"'),
    ),
    "/wrong": html(embedding('managed autostart enrollment="wrong.json"')),
    "/wrong.json": { type: "application/json", body: JSON.stringify(wrongHash) },
  }, 0);
  browser = await launchChromium();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.[Symbol.asyncDispose]();
});

// A context is a browser without a past: no storage, no cookies.
Deno.test.beforeEach(async () => {
  context = await browser.newContext();
});

Deno.test.afterEach(async () => {
  await context.close();
});

browserTest("a page in Chromium enrols, and its tab goes offline when it is closed", async () => {
  const page = await open("/managed");
  const nodeId = await onlineNodeId(page);
  const device = await server.waitForDevice(nodeId, ({ online }) => online);
  assert.match(device.name, /^Chromium \d+ on Linux$/);
  await page.close();
  await server.waitForDevice(nodeId, ({ online }) => !online);
});

browserTest("a reload is a new node without persist, and the same node with it", async () => {
  const page = await open("/managed");
  const first = await onlineNodeId(page);
  await page.reload();
  assert.notEqual(await onlineNodeId(page), first);

  await page.goto(`${pages.url}/persist`);
  const persistent = await onlineNodeId(page);
  await page.reload();
  assert.equal(await onlineNodeId(page), persistent);
});

browserTest("the stored private key cannot be exported", async () => {
  const page = await open("/persist");
  await onlineNodeId(page);
  const extractable = await page.evaluate(() =>
    new Promise((resolve) => {
      const open = indexedDB.open("cs-meshcentral");
      open.onsuccess = () => {
        const get = open.result.transaction("identities").objectStore("identities").get("default");
        get.onsuccess = () => resolve(get.result.privateKey.extractable);
      };
    })
  );
  assert.equal(extractable, false);
});

browserTest("of two tabs with one identity one leads, and the other takes over", async () => {
  const first = await open("/persist");
  const nodeId = await onlineNodeId(first);
  const second = await open("/persist");
  await second.getByText("Waiting to connect again").waitFor();
  assert.equal(await state(first), "online");
  await first.close();
  assert.equal(await onlineNodeId(second), nodeId);
});

browserTest(
  "a visitor is told server and group, and nothing is sent before they agree",
  async () => {
    let sockets = 0;
    context.on("page", (page) => page.on("websocket", () => sockets++));
    const page = await open("/ask");
    await page.getByText("May this tab be managed?").waitFor();
    await page.getByText(new URL(server.enrollment.server).host).waitFor();
    await page.getByText("tests", { exact: true }).waitFor();
    await screenshot(page, "embed-asks");
    await assertAccessible(page);
    assert.equal(sockets, 0);

    await page.getByRole("button", { name: "Not now" }).click();
    await page.getByText("Not connected").waitFor();
    assert.equal(sockets, 0);

    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByRole("button", { name: "Allow" }).click();
    const nodeId = await onlineNodeId(page);
    assert.equal((await server.waitForDevice(nodeId, () => true)).name, "Front desk");
    await assertAccessible(page);

    await page.reload(); // the identity is kept, and the agreement with it
    assert.equal(await onlineNodeId(page), nodeId);
  },
);

browserTest("the example page works as it is, and disconnects on a click", async () => {
  const page = await open("/example");
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  const nodeId = await onlineNodeId(page);
  await screenshot(page, "embed-example");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await server.waitForDevice(nodeId, ({ online }) => !online);
  await page.getByRole("button", { name: "Connect" }).waitFor();
});

browserTest("a page over plain HTTP says that it must be served securely", async () => {
  const page = await context.newPage();
  const bundle = (await agentPages(server.enrollment))["/embed.js"]?.body ?? "";
  await page.route(
    "http://insecure.test/**",
    (route) =>
      route.request().url().endsWith("embed.js")
        ? route.fulfill({ contentType: "text/javascript", body: bundle })
        : route.fulfill({ contentType: "text/html", body: example() }),
  );
  await page.goto("http://insecure.test/");
  await page.getByText("Likely causes").click();
  await page.getByText(/Serve the page over https:\/\//).waitFor();
  await page.getByText("insecure-context").waitFor();
  await screenshot(page, "embed-insecure");
  await assertAccessible(page);
});

browserTest("an enrolment file that is not there is named", async () => {
  const page = await open("/missing");
  await page.getByText(/nowhere\.json could not be loaded: HTTP 404/).waitFor();
});

browserTest("a feature that this build lacks is named", async () => {
  const page = await open("/feature");
  await page.getByText(/no feature "telepathy"/i).waitFor();
});

browserTest("a refused server hash is told while the element keeps trying", async () => {
  const page = await open("/wrong");
  await page.getByText("Likely causes").click();
  await page.getByText(/certUrl in its config\.json/).waitFor();
  await page.getByText("server-hash-refused").waitFor();
  assert.equal(await state(page), "waiting");
  await screenshot(page, "embed-refused");
  await page.getByRole("button", { name: "Disconnect" }).click();
  assert.equal(await state(page), "closed");
});

browserTest(
  "an operator logged in to MeshCentral in the same browser is not in the way",
  async () => {
    const meshCentral = await openMeshCentral(
      context,
      `${server.server.url}/`,
      server.server.admin,
    );
    const page = await open("/managed");
    const nodeId = await onlineNodeId(page);
    await meshCentral.waitForFunction(
      (id) =>
        (globalThis as unknown as { nodes: { _id: string; conn?: number }[] }).nodes
          .some(({ _id, conn }) => _id === id && conn === 1),
      `node//${nodeId}`,
    );
  },
);

browserTest(
  "a tab comes back by itself, as the same node, after the server was restarted",
  async () => {
    const page = await open("/managed");
    const nodeId = await onlineNodeId(page);
    await server.server.restart();
    await page.waitForFunction(() =>
      (document.querySelector("mesh-agent") as unknown as WithAgent).agent.state === "online"
    );
    assert.equal(await onlineNodeId(page), nodeId);
  },
);

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

interface WithAgent {
  readonly agent: { readonly nodeId: string; readonly state: string };
}

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(pages.url + path);
  return page;
}

async function onlineNodeId(page: Page): Promise<string> {
  await page.getByText("Connected: this tab is a managed device").waitFor();
  return await page.evaluate(
    () => (document.querySelector("mesh-agent") as unknown as WithAgent).agent.nodeId,
  );
}

async function state(page: Page): Promise<string> {
  return await page.evaluate(
    () => (document.querySelector("mesh-agent") as unknown as { state: string }).state,
  );
}

async function assertAccessible(page: Page): Promise<void> {
  assert.deepEqual(await barriers(page), []);
}

function html(body: string): ServedPage {
  return { type: "text/html; charset=utf-8", body };
}

function example(): string {
  return readFileSync(
    fileURLToPath(new URL("../examples/embed-agent.html", import.meta.url)),
    "utf8",
  );
}

function embedding(attributes: string): string {
  return `<!doctype html><html lang="en"><title>Test</title><main><h1>Test</h1>
    <mesh-agent ${attributes}></mesh-agent></main>
    <script type="module" src="embed.js"></script></html>`;
}
