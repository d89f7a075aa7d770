import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { agentPages } from "../launcher/agent_page.ts";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";
import { openMeshCentral } from "./meshcentral_page.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { pixels, waitForSamePicture } from "./same_picture.ts";
import { until } from "./until.ts";

let server: TestServer;
let pages: PageServer;
let browser: Browser;
let folder: string;
let contexts: BrowserContext[] = [];

Deno.test.beforeAll(async () => {
  server = await startTestServer();
  pages = await servePages({
    ...await agentPages(server.enrollment),
    "/app": { type: "text/html; charset=utf-8", body: APPLICATION },
  }, 0);
  browser = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), "remote-control-browser-"));
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.[Symbol.asyncDispose]();
  if (folder) await rm(folder, { recursive: true });
});

Deno.test.afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});

browserTest("MeshCentral's own desktop shows the canvas; mouse and keys reach it", async () => {
  const { tab, ui } = await openBoth(11);
  await ui.locator("#connectbutton1").click();
  const question = tab.getByRole("dialog");
  await question.waitFor();
  await screenshot(tab, "consent-question");
  await assertAccessible(tab);
  const before = await pixels(ui, "#Desk", 10);
  assert.ok(before.every((value) => value === before[0]), "nothing is shown before the consent");
  await question.getByRole("button", { name: "Allow" }).click();
  await tab.getByText(/Connected: .*\(desktop\)/).waitFor();
  await assertAccessible(tab);
  await waitForSamePicture(tab, ui, 4, 10);
  await screenshot(ui, "desktop");
  await screenshot(tab, "desktop-tab");

  // A click in the middle of a red square of the page's canvas.
  const desk = ui.locator("#Desk");
  const box = await desk.boundingBox();
  assert.ok(box);
  await desk.click({ position: { x: box.width / 4, y: box.height / 2 } });
  const click = await until(() => logged(tab, "click"));
  assert.ok(Math.abs(click.x - 160) <= 2 && Math.abs(click.y - 240) <= 2, JSON.stringify(click));
  await ui.keyboard.type("Hi!");
  await ui.keyboard.press("Enter");
  await until(() => logged(tab, "key", "Enter"));
  assert.deepEqual(
    (await log(tab)).filter(({ what }) => what === "key").map(({ key }) => key)
      .filter((key) => key !== "Shift"),
    ["H", "i", "!", "Enter"],
  );
  await waitForSamePicture(tab, ui, 4, 10); // the click has painted

  // One click ends it.
  const end = tab.getByRole("button", { name: "End all sessions" });
  await end.click();
  await end.waitFor({ state: "hidden" });
  await ui.waitForFunction(() => (globalThis as unknown as { desktop: unknown }).desktop === null);
});

browserTest("MeshCentral's own terminal runs help", async () => {
  const { tab, ui } = await openBoth(12);
  await ui.locator("#connectbutton2").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  await waitForScreen(ui, "/> ");
  await ui.locator("#termarea3xdiv, #termarea3x, #Term").first().click();
  await ui.keyboard.type("help");
  await ui.keyboard.press("Enter");
  await waitForScreen(ui, "lists a folder");
  await screenshot(ui, "terminal");
});

browserTest("MeshCentral's own file manager uploads 20 MB and downloads them, equal", async () => {
  const { tab, ui } = await openBoth(13);
  await ui.locator("#p13Connect").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  const local = join(folder, "twenty.bin");
  const content = randomBytes(20_000_000);
  await writeFile(local, content);
  await ui.waitForFunction(() =>
    (globalThis as unknown as { p13filetree?: unknown }).p13filetree !== undefined &&
    (globalThis as unknown as { p13filetree?: unknown }).p13filetree !== null
  );
  await ui.evaluate(() => (globalThis as unknown as { p13uploadFile(): void }).p13uploadFile());
  await ui.locator("#p13uploadinput").setInputFiles(local);
  await ui.locator("#idx_dlgOkButton").click();
  const link = ui.locator("#p13files a", { hasText: "twenty.bin" });
  await link.waitFor({ timeout: 60_000 });
  await screenshot(ui, "files");
  const download = ui.waitForEvent("download");
  await link.click();
  await tab.getByText(/download the file/).waitFor();
  await tab.getByRole("button", { name: "Allow" }).click();
  const back = join(folder, "back.bin");
  await (await download).saveAs(back);
  assert.equal(sha256(await readFile(back)), sha256(content));
});

browserTest("MeshCentral's own console answers help", async () => {
  const { ui } = await openBoth(15);
  await ui.locator("#p15consoleText").fill("help");
  await ui.locator("#p15consoleText").press("Enter");
  await ui.getByText("Available commands: help").waitFor();
  await screenshot(ui, "console");
});

browserTest("a refused desktop stays closed, and the viewer is told", async () => {
  const { tab, ui } = await openBoth(11);
  await ui.locator("#connectbutton1").click();
  await tab.getByRole("button", { name: "Refuse" }).click();
  await ui.getByText("Denied").first().waitFor();
  assert.equal(await tab.getByText(/Connected: .*\(/).isVisible(), false);
});

interface XTerm {
  selectAll(): void;
  getSelection(): string;
  clearSelection(): void;
}

/** Until the terminal of MeshCentral's page shows a text. */
async function waitForScreen(ui: Page, text: string): Promise<void> {
  await ui.waitForFunction((text) => {
    const { xterm } = globalThis as unknown as { xterm?: XTerm };
    xterm?.selectAll();
    const shown = xterm?.getSelection().includes(text) ?? false;
    xterm?.clearSelection();
    return shown;
  }, text);
}

/** A tab that is a device, and MeshCentral's own page at one of its panels. */
async function openBoth(panel: number): Promise<{ tab: Page; ui: Page }> {
  const context = await browser.newContext();
  // Another browser: else the tab would bring the operator's cookie to the relay.
  const other = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  contexts.push(context, other);
  const tab = await context.newPage();
  await tab.goto(`${pages.url}/app`);
  await tab.getByText("Connected: this tab is a managed device").waitFor();
  const nodeId = await tab.evaluate(() =>
    (document.querySelector("mesh-agent") as unknown as { agent: { nodeId: string } }).agent.nodeId
  );
  await server.waitForDevice(nodeId, ({ online }) => online);
  const ui = await openMeshCentral(other, `${server.server.url}/`, server.server.admin);
  await ui.waitForFunction(
    (id) =>
      (globalThis as unknown as {
        nodes?: { _id: string; conn?: number; agent?: { caps?: number } }[];
      })
        .nodes?.some(({ _id, conn, agent }) => _id === id && conn === 1 && agent?.caps === 15),
    `node//${nodeId}`,
  );
  await ui.evaluate(
    ([id, panel]) =>
      (globalThis as unknown as { gotoDevice(id: string, panel: number): void })
        .gotoDevice(id as string, panel as number),
    [`node//${nodeId}`, panel],
  );
  return { tab, ui };
}

interface Logged {
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly key: string;
}

async function log(tab: Page): Promise<Logged[]> {
  return await tab.evaluate(() => (globalThis as unknown as { log: Logged[] }).log);
}

async function logged(tab: Page, what: string, key?: string): Promise<Logged | undefined> {
  return (await log(tab)).find((entry) => entry.what === what && (key ?? entry.key) === entry.key);
}

async function assertAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, help }) => `${id}: ${help}`), []);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>An application</title>
<main>
<h1>An application</h1>
<canvas id="app" width="640" height="480" tabindex="0" aria-label="A picture"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed source="#app"
  features="console terminal files desktop messages clipboard openurl limits"></mesh-agent>
</main>
<script>
  const log = globalThis.log = [];
  const canvas = document.getElementById("app");
  const context = canvas.getContext("2d");
  context.fillStyle = "#123456";
  context.fillRect(0, 0, 640, 480);
  context.fillStyle = "#c03030";
  context.fillRect(100, 180, 120, 120);
  context.fillStyle = "white";
  context.font = "32px sans-serif";
  context.fillText("An application", 300, 100);
  canvas.addEventListener("click", (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    log.push({ what: "click", x, y });
    context.fillStyle = "#30c030";
    context.fillRect(x - 20, y - 20, 40, 40);
  });
  canvas.addEventListener("keydown", ({ key }) => log.push({ what: "key", key }));
</script>
<script type="module" src="embed.js"></script>
</html>`;
