import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { barriers } from "./barriers.ts";
import { buildDemo } from "../demo/build.ts";
import { decodeDesktop, decodeMessage, decodeTunnelControl } from "../protocol/mod.ts";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";

let browser: Browser;
let context: BrowserContext;
let folder: string;
let page: Page;
let problems: string[];

Deno.test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-"));
  await writeFile(join(folder, "index.html"), await buildDemo());
  browser = await launchChromium();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

Deno.test.beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) problems.push(`network: ${request.url()}`);
  });
  await context.setOffline(true);
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
});

Deno.test.afterEach(async () => {
  await context.close();
});

browserTest("a whole life runs from a file, without network", async () => {
  await untilTiles();
  for (const step of ["identity", "hello", "proof", "join", "tunnel", "tiles"]) {
    assert.equal(await page.locator(`#step-${step}`).getAttribute("class"), "done", step);
  }
  assert.equal(await page.locator("#online").textContent(), "online");
  await page.waitForTimeout(2500);
  assert.match(await text("#count-latency"), /^\d+ ms$/);
  assert.ok(Number(await text("#count-fps")) > 1);
  assert.ok(await number("#count-frames") > 10);
  assert.match(await text("#count-bytes"), /B$/);
  assert.ok(await page.locator("#overlay i").count() > 0);
  await page.locator("#frames button", { hasText: "AUTH_VERIFY" }).first().click();
  await page.evaluate(() => scrollTo(0, 0));
  await screenshot(page, "demo-light");
  await page.locator("#theme").click();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await screenshot(page, "demo-dark");
  assert.deepEqual(problems, []);
});

browserTest("after a refresh the viewer shows what the agent has, within JPEG error", async () => {
  await untilTiles();
  await page.locator("#still").check();
  await page.waitForTimeout(400);
  const before = await number("#count-tiles");
  await page.waitForTimeout(400);
  assert.equal(await number("#count-tiles"), before, "nothing changes, nothing is sent");
  await page.locator("#refresh").click();
  await untilNumber("#count-tiles", before + 1);
  const { mean, size } = await difference();
  assert.deepEqual(size, [640, 400, 640, 400]);
  assert.ok(mean < 3, `mean difference of ${mean}`);
});

browserTest("pause stops the pictures, resume brings them up to date", async () => {
  await untilTiles();
  await page.locator("#pause").click();
  assert.equal(await text("#pause"), "Resume");
  await page.waitForTimeout(500);
  const before = await number("#count-tiles");
  await page.waitForTimeout(800);
  assert.equal(await number("#count-tiles"), before);
  await page.locator("#pause").click();
  await untilNumber("#count-tiles", before + 1);
});

browserTest(
  "what is injected, and what is typed on either canvas, reaches the notepad",
  async () => {
    await untilTiles();
    await page.locator("#still").check();
    await page.waitForTimeout(400);
    const empty = await agentPixels();
    await page.locator("#text").fill("Grüße €");
    await page.locator("#inject button").click();
    const injected = await changed(empty);
    await page.locator("#viewer").focus();
    await page.keyboard.type("abc");
    const typed = await changed(injected);
    await page.locator("#agent").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("own keys");
    await changed(typed);
    await page.waitForTimeout(600);
    assert.ok((await difference()).mean < 3);
    const frames = await exported();
    const units = frames.filter(({ title }) => title.startsWith("desktop unicodeKey"))
      .map(({ fields }) => Number(fields.find(({ name }) => name === "unit")?.value));
    assert.equal(
      String.fromCharCode(...units.filter((_, index) => index % 2 === 0)),
      "Grüße €abc",
    );
  },
);

browserTest(
  "a double click and the right button reach the agent's canvas as they are",
  async () => {
    await untilTiles();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      for (const type of ["mousedown", "click", "dblclick", "auxclick"]) {
        document.querySelector("#agent")?.addEventListener(type, (event) => {
          const { button, detail } = event as MouseEvent;
          heard.push(`${type} ${button} ${detail}`);
        });
      }
    });
    const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    await page.locator("#viewer").dblclick();
    await page.locator("#viewer").click({ button: "right" });
    await page.waitForFunction(() =>
      (globalThis as unknown as { heard: string[] }).heard.includes("auxclick 2 1")
    );
    assert.deepEqual(await heard(), [
      ...["mousedown 0 1", "click 0 1", "mousedown 0 2", "click 0 2", "dblclick 0 2"],
      ...["mousedown 2 1", "auxclick 2 1"],
    ]);
  },
);

browserTest("exported frames decode with the public codec, the text has them all", async () => {
  await untilTiles();
  const frames = await exported();
  const titles = frames.map(({ title }) => title);
  const expected = ["AUTH_REQUEST (1)", "AUTH_VERIFY (2)", "AUTH_INFO (3)", "AUTH_CONFIRM (4)"];
  for (const title of [...expected, "JSON msg/tunnel", "protocol 2", "desktop screenSize"]) {
    assert.ok(titles.includes(title), title);
  }
  for (const { channel, from, opcode, hex, title } of frames) {
    const bytes = new Uint8Array(Buffer.from(hex, "hex"));
    const data = opcode === "text" ? new TextDecoder().decode(bytes) : bytes;
    if (channel === "agent.ashx") decodeMessage(data, from as "agent" | "server");
    else if (typeof data === "string") {
      assert.ok(data === "c" || data === "2" || decodeTunnelControl(data), data);
    } else {
      const messages = from === "agent"
        ? decodeDesktop(data, "agent")
        : decodeDesktop(data, "operator");
      assert.ok(messages.every(({ type }) => type !== "unknown"), title);
    }
  }
  const dump = await download("#export-text");
  assert.match(
    dump,
    /agent > server: agent\.ashx AUTH_REQUEST \(1\), length 98\n\t0x0000: {2}00 01/,
  );
});

browserTest("filter, step mode, replay and the byte view do what they say", async () => {
  await untilTiles();
  await page.locator("#filter-tiles input").uncheck();
  assert.equal(await page.locator("#frames li[data-kind=tiles]:visible").count(), 0);
  assert.ok(await page.locator("#frames li[data-kind=handshake]:visible").count() >= 6);
  await page.locator("#frames button", { hasText: "AUTH_INFO" }).click();
  const detail = await text("#detail");
  for (const field of ["meshId", "capabilities", "demo computer", "big-endian"]) {
    assert.ok(detail.includes(field), field);
  }
  assert.match(detail, /meshId18–65/);
  await page.locator("#step-mode").click();
  const rows = await page.locator("#frames li").count();
  await page.waitForFunction(() =>
    /\(\d+\)/.test(document.getElementById("next")?.textContent ?? "")
  );
  assert.equal(await page.locator("#frames li").count(), rows);
  await page.locator("#next").click();
  assert.match(await text("#detail"), /^#\d+ /);
  await page.locator("#step-mode").click();
  await page.locator("#replay").click();
  await page.locator("#frames button", { hasText: "AUTH_CONFIRM" }).waitFor();
  assert.match(await text("#frames li:first-child"), /AUTH_REQUEST/);
});

for (
  const [fault, step, message] of [
    ["wrongServerHash", "hello", /server-hash-refused/],
    ["wrongServerId", "proof", /server-id-mismatch/],
    ["tamperedSignature", "proof", /server-signature-invalid/],
  ] as const
) {
  browserTest(`break it: ${fault}`, async () => {
    await untilTiles();
    await page.locator(`#fault-${fault} input`).check();
    await page.locator(`#step-${step}.failed`).waitFor();
    assert.match(await text("#status"), message);
    assert.equal(await text("#online"), "offline");
    assert.equal(await number("#count-tiles"), 0, "nothing comes of the last session");
    const sent = (await exported()).map(({ title }) => title);
    assert.ok(!sent.includes("AUTH_INFO (3)"), "the secret is told to nobody");
    if (fault === "tamperedSignature") await page.locator("#frames .changed").first().waitFor();
    await screenshot(page, `demo-${fault}`);
    await page.locator(`#fault-${fault} input`).uncheck();
    await untilTiles();
  });
}

browserTest("break it: a dropped frame leaves an old picture until a refresh", async () => {
  await untilTiles();
  await page.locator("#fault-droppedFrame input").check();
  await page.locator("#still").check();
  let stale = 0;
  for (let count = 0; count < 12 && stale < 0.002; count++) {
    await page.locator("#text").fill("W".repeat(30));
    await page.locator("#inject button").click();
    await page.waitForTimeout(500);
    stale = (await difference()).far;
  }
  await page.locator("#frames .lost").first().waitFor();
  assert.ok(stale >= 0.002, "a lost tile is missing on the viewer");
  await page.locator("#fault-droppedFrame input").uncheck();
  await page.locator("#refresh").click();
  await untilSame(stale / 4);
  await page.locator("#fault-droppedFrame input").check();
  await page.locator("#restart").click();
  await page.locator("#step-join.failed").waitFor();
  assert.match(await text("#status"), /enrollment-refused/);
  await page.locator("#fault-droppedFrame input").uncheck();
  await page.locator("#restart").click();
  await untilTiles();
});

browserTest("break it: a slow link shows in the latency, and pictures still come", async () => {
  await untilTiles();
  await page.waitForFunction(() =>
    Number.parseInt(document.getElementById("count-latency")?.textContent ?? "") < 250
  );
  await page.locator("#fault-slowLink input").check();
  await page.waitForFunction(() =>
    Number.parseInt(document.getElementById("count-latency")?.textContent ?? "") >= 500
  );
  await untilNumber("#count-tiles", await number("#count-tiles") + 3);
});

browserTest("it fits a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await untilTiles();
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  assert.equal(scrollWidth, clientWidth);
  await screenshot(page, "demo-phone");
});

browserTest("it is accessible in both themes", async () => {
  await untilTiles();
  await page.locator("#frames button", { hasText: "AUTH_INFO" }).click();
  for (const _ of ["light", "dark"]) {
    assert.deepEqual(await barriers(page), []);
    await page.locator("#theme").click();
  }
});

interface ExportedFrame {
  readonly title: string;
  readonly channel: string;
  readonly from: string;
  readonly opcode: string;
  readonly hex: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

function browserTest(name: string, run: () => Promise<void>): void {
  Deno.test({ name, fn: run, sanitizeOps: false, sanitizeResources: false });
}

async function untilTiles(): Promise<void> {
  await page.locator("#step-tiles.done").waitFor();
}

async function text(selector: string): Promise<string> {
  return await page.locator(selector).textContent() ?? "";
}

async function number(selector: string): Promise<number> {
  return Number((await text(selector)).replaceAll(",", ""));
}

async function untilNumber(selector: string, least: number): Promise<void> {
  const end = Date.now() + 5000;
  while (await number(selector) < least) {
    assert.ok(Date.now() < end, `${selector} stays below ${least}`);
    await page.waitForTimeout(50);
  }
}

async function download(button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()]);
  return await readFile(await file.path(), "utf8");
}

async function exported(): Promise<ExportedFrame[]> {
  return JSON.parse(await download("#export-json")).frames;
}

async function agentPixels(): Promise<string> {
  return await page.locator("#agent").evaluate((canvas) =>
    (canvas as HTMLCanvasElement).toDataURL()
  );
}

async function changed(before: string): Promise<string> {
  const end = Date.now() + 5000;
  while (await agentPixels() === before) assert.ok(Date.now() < end, "the agent's screen stays");
  await page.waitForTimeout(200);
  return await agentPixels();
}

async function untilSame(far: number): Promise<void> {
  const end = Date.now() + 10_000;
  while ((await difference()).far > far) {
    assert.ok(Date.now() < end, "the viewer's picture stays another one");
    await page.waitForTimeout(100);
  }
}

interface Difference {
  /** Of a colour value, 0–255, on average. */
  readonly mean: number;
  /** Share of the colour values that differ by more than JPEG makes them. */
  readonly far: number;
  readonly size: readonly number[];
}

/** Between the two canvases. */
async function difference(): Promise<Difference> {
  return await page.evaluate(() => {
    const [agent, viewer] = ["agent", "viewer"].map((id) => {
      const canvas = document.getElementById(id) as HTMLCanvasElement;
      const { width, height } = canvas;
      const data = canvas.getContext("2d")?.getImageData(0, 0, width, height).data;
      return { width, height, data: data ?? new Uint8ClampedArray() };
    });
    if (!agent || !viewer) throw new Error("no canvas");
    let sum = 0;
    let far = 0;
    for (let at = 0; at < agent.data.length; at++) {
      const differs = Math.abs((agent.data[at] ?? 0) - (viewer.data[at] ?? 0));
      sum += differs;
      if (differs > 80) far++;
    }
    return {
      mean: sum / agent.data.length,
      far: far / agent.data.length,
      size: [agent.width, agent.height, viewer.width, viewer.height],
    };
  });
}
