import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { agentPages } from "../launcher/agent_page.ts";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";
import { openDesktop } from "./desktop_viewer.ts";
import { openMeshCentral } from "./meshcentral_page.ts";
import { PAINT_CANVAS } from "./painted_canvas.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { waitForSamePicture } from "./same_picture.ts";
import { until } from "./until.ts";

let server: TestServer;
let pages: PageServer;
let browser: Browser;
let context: BrowserContext;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
  pages = await servePages({
    ...await agentPages(server.enrollment),
    "/app": { type: "text/html; charset=utf-8", body: APPLICATION },
  }, 0);
  browser = await launchChromium();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.[Symbol.asyncDispose]();
});

Deno.test.beforeEach(async () => {
  context = await browser.newContext();
});

Deno.test.afterEach(async () => {
  await context.close();
});

browserTest("MeshCentral's own viewer shows the canvas and operates it", async () => {
  const { tab, nodeId } = await openTab();
  const other = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const ui = await openMeshCentral(other, `${server.server.url}/`, server.server.admin);
    await ui.waitForFunction(
      (id) =>
        (globalThis as unknown as { nodes?: { _id: string; conn?: number }[] }).nodes
          ?.some(({ _id, conn }) => _id === id && conn === 1),
      `node//${nodeId}`,
    );
    await ui.evaluate(
      (id) =>
        (globalThis as unknown as { gotoDevice(id: string, panel: number): void })
          .gotoDevice(id, 11),
      `node//${nodeId}`,
    );
    await ui.locator("#connectbutton1").click();
    await waitForSamePicture(tab, ui, 3, 7);
    await screenshot(ui, "desktop-viewer");

    const desk = ui.locator("#Desk");
    const box = await desk.boundingBox();
    assert.ok(box);
    const at = { x: box.width / 4, y: box.height / 2 };
    await desk.click({ position: at });
    const click = await until(() => entry(tab, "click"));
    assert.ok(Math.abs(click.x - 160) <= 2 && Math.abs(click.y - 240) <= 2, JSON.stringify(click));
    await desk.click({ position: at, button: "right" });
    await until(() => entry(tab, "contextmenu"));
    // Somewhere else: MeshCentral's page would take the click before for the first one.
    await desk.dblclick({ position: { x: at.x, y: at.y / 2 } });
    await until(() => entry(tab, "dblclick"));
    assert.deepEqual(
      (await presses(tab)).slice(-DOUBLE_CLICK.length),
      DOUBLE_CLICK,
    );
    await ui.mouse.wheel(0, 120);
    assert.ok((await until(() => entry(tab, "wheel"))).y > 0);
    await ui.keyboard.type("aB");
    await ui.keyboard.press("ArrowLeft");
    await until(() => entry(tab, "ArrowLeft"));
    const keys = (await log(tab)).map(({ what }) => what).filter((what) => what.length === 1);
    assert.deepEqual(keys, ["a", "B"]);
    // What the clicks have painted arrives, too.
    await waitForSamePicture(tab, ui, 3, 7);
    await screenshot(ui, "desktop-operated");
  } finally {
    await other.close();
  }
});

/** What a page hears of a double click, and which click in a row each event says it is of. */
const DOUBLE_CLICK = [
  ...["mousedown 1", "mouseup 1", "click 1"],
  ...["mousedown 2", "mouseup 2", "click 2", "dblclick 2"],
];

browserTest("three viewers share each encoding, and a fourth quality has its own", async () => {
  const { tab, nodeId } = await openTab();
  const open = () => openDesktop(server, nodeId, { quality: 80 });
  using one = await open();
  using two = await open();
  using three = await open();
  const viewers = [one, two, three];
  await until(() => Promise.resolve(viewers.every(({ tiles }) => tiles > 0) || undefined));
  await animate(tab, true);
  const before = await encodings(tab);
  const seen = viewers.map(({ tiles }) => tiles);
  await pause(3000);
  await animate(tab, false);
  await pause(500);
  const made = await encodings(tab) - before;
  const got = viewers.map(({ tiles }, index) => tiles - (seen[index] ?? 0));
  assert.ok(made > 5, `${made} encodings`);
  // Without sharing there were three times as many.
  for (const tiles of got) assert.ok(tiles >= made * 0.6, `${got} tiles of ${made} encodings`);

  // A picture that stands still costs nothing.
  const bytes = viewers.map((viewer) => viewer.bytes);
  await pause(2000);
  assert.deepEqual(viewers.map((viewer) => viewer.bytes), bytes);

  using half = await openDesktop(server, nodeId, { scaling: 512 });
  await until(() => Promise.resolve(half.size.width === 320 || undefined));
  assert.deepEqual(half.size, { width: 320, height: 240 });
  await until(() => Promise.resolve(half.tiles > 0 || undefined));
});

browserTest(
  "a viewer that reads nothing holds up nobody, and then gets the last picture",
  async () => {
    const { tab, nodeId } = await openTab();
    using quick = await openDesktop(server, nodeId, { quality: 100, frameTimer: 50 });
    using slow = await openDesktop(server, nodeId, { quality: 100, frameTimer: 50 });
    await until(() => Promise.resolve(quick.tiles > 0 && slow.tiles > 0 || undefined));
    await animate(tab, true);
    await pause(1000);
    slow.pause();
    await pause(4000);
    const from = quick.tiles;
    await pause(3000);
    const rate = (quick.tiles - from) / 3;
    assert.ok(rate > 3, `${rate} pictures a second while another viewer reads nothing`);
    assert.ok(await buffered(tab) < 2_000_000, "nothing is queued for the slow one");
    await animate(tab, false);
    const missed = quick.tiles - slow.tiles;
    slow.resume();
    await pause(2000);
    assert.ok(missed > 10, `${missed} pictures were dropped`);
    // Nothing changes any more: both have got all.
    const bytes = [quick.bytes, slow.bytes];
    await pause(1000);
    assert.deepEqual([quick.bytes, slow.bytes], bytes);
  },
);

browserTest("pause, refresh, and what a tab cannot do", async () => {
  const { tab, nodeId } = await openTab();
  using viewer = await openDesktop(server, nodeId);
  await until(() => Promise.resolve(viewer.tiles > 0 || undefined));
  viewer.send({ type: "pause", paused: true });
  await pause(300);
  const { tiles } = viewer;
  await tab.evaluate(() => (globalThis as unknown as { paint(): void }).paint());
  await pause(800);
  assert.equal(viewer.tiles, tiles);
  viewer.send({ type: "pause", paused: false });
  await until(() => Promise.resolve(viewer.tiles > tiles || undefined));
  await pause(300);
  const { bytes } = viewer;
  viewer.send({ type: "refresh" });
  await until(() => Promise.resolve(viewer.bytes > bytes + 500 || undefined));
  viewer.send({ type: "unicodeKey", action: 0, unit: 0xdf });
  await until(() => entry(tab, "ß"));
  viewer.send({ type: "ctrlAltDel" });
  await until(() => Promise.resolve(viewer.alerts.length > 0 || undefined));
});

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

async function openTab(): Promise<{ tab: Page; nodeId: string }> {
  const tab = await context.newPage();
  await tab.goto(`${pages.url}/app`);
  await tab.getByText("Connected: this tab is a managed device").waitFor();
  const nodeId = await tab.evaluate(() =>
    (document.querySelector("mesh-agent") as unknown as { agent: { nodeId: string } }).agent.nodeId
  );
  await server.waitForDevice(nodeId, ({ online }) => online);
  return { tab, nodeId };
}

interface Entry {
  readonly what: string;
  readonly x: number;
  readonly y: number;
}

/** What {@linkcode APPLICATION} keeps account of. */
interface Application {
  readonly log: Entry[];
  readonly presses: readonly string[];
  readonly encodings: number;
  readonly sockets: WebSocket[];
  moving: boolean;
}

const log = (tab: Page) => tab.evaluate(() => (globalThis as unknown as Application).log);
const presses = (tab: Page) => tab.evaluate(() => (globalThis as unknown as Application).presses);
const encodings = (tab: Page) =>
  tab.evaluate(() => (globalThis as unknown as Application).encodings);
const buffered = (tab: Page) =>
  tab.evaluate(() =>
    Math.max(
      ...(globalThis as unknown as Application).sockets.map((socket) => socket.bufferedAmount),
    )
  );

async function entry(tab: Page, wanted: string): Promise<Entry | undefined> {
  return (await log(tab)).find(({ what }) => what === wanted);
}

async function animate(tab: Page, on: boolean): Promise<void> {
  await tab.evaluate((on) => {
    (globalThis as unknown as Application).moving = on;
  }, on);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A canvas that tells what it gets, in a page that counts what its workers are given to encode. */
const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>An application</title>
<canvas id="app" width="640" height="480" tabindex="0"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed consent="none" source="#app"
  features="desktop"></mesh-agent>
<script>
  const log = globalThis.log = [];
  globalThis.encodings = 0;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    globalThis.encodings += message.since?.length ?? 0;
    return post.call(this, message, ...rest);
  };
  const sockets = globalThis.sockets = [];
  globalThis.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      sockets.push(this);
    }
  };
  ${PAINT_CANVAS}
  context.fillStyle = "white";
  context.font = "32px sans-serif";
  context.fillText("An application", 300, 100);
  globalThis.paint = () => {
    context.fillStyle = "#" + Math.random().toString(16).slice(2, 8).padEnd(6, "0");
    context.fillRect(500, 300, 100, 100);
  };
  globalThis.moving = false;
  const noise = context.createImageData(320, 320);
  setInterval(() => {
    if (!globalThis.moving) return;
    for (let at = 0; at < noise.data.length; at++) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
    context.putImageData(noise, 0, 0);
  }, 40);
  const presses = globalThis.presses = [];
  for (const type of ["mousedown", "mouseup", "click", "dblclick"]) {
    canvas.addEventListener(type, ({ detail }) => presses.push(type + " " + detail));
  }
  for (const type of ["click", "contextmenu", "dblclick"]) {
    canvas.addEventListener(type, (event) => {
      event.preventDefault();
      const { left, top } = canvas.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      log.push({ what: type, x, y });
      context.fillStyle = "#30c030";
      context.fillRect(x - 20, y - 20, 40, 40);
    });
  }
  canvas.addEventListener("wheel", ({ deltaY }) => log.push({ what: "wheel", x: 0, y: deltaY }));
  canvas.addEventListener("keydown", ({ key }) => log.push({ what: key, x: 0, y: 0 }));
</script>
<script type="module" src="embed.js"></script>
</html>`;
