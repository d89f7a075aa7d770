/**
 * The console with 10,000 devices in real Chromium: how it scrolls, filters, and keeps up with 200
 * state changes a second. Answers are made up: what is measured is the console.
 *
 * @module
 */
import type { Page } from "playwright-core";
import { quiet } from "./quiet.ts";
import { launchChromium } from "../tests/chromium.ts";
import { serveConsole } from "../tests/console_build.ts";
import { type FakeApi, fakeDevice, startFakeApi } from "../tests/console_fake_api.ts";

const COUNT = 10_000;
const CHANGES = 200;
const TEXT = "debian site 7 pc-00 10.0.3 kiosk windows 11 pro";

type Row = readonly [what: string, value: number, goal: string];

/** Markdown: what it takes. */
export async function consoleScale(): Promise<string> {
  await using site = await serveConsole();
  await using api = startFakeApi(Array.from({ length: COUNT }, (_, index) => fakeDevice(index)));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript((url) => {
      localStorage.setItem("cs-console.servers", JSON.stringify([url]));
    }, api.url);
    await page.goto(site.url);
    await page.getByLabel("User name").fill("admin");
    await page.getByLabel("Password").fill("secret");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("10,000 devices").waitFor();
    const rows: Row[] = [];
    await quiet();
    rows.push(["scroll, frames a second", await framesPerSecond(page), "≥ 55"]);
    rows.push(["filter, from the key until the list is drawn, ms", await filterTime(page), "≤ 50"]);
    rows.push(["JS heap after a collection, MB", await heap(page), "≤ 80"]);
    const storm = setInterval(() => {
      for (let n = 0; n < CHANGES / 20; n++) change(api);
    }, 50);
    rows.push([`scroll during ${CHANGES} changes a second`, await framesPerSecond(page), "≥ 55"]);
    rows.push([`filter during ${CHANGES} changes a second, ms`, await filterTime(page), "≤ 50"]);
    const typed = await typing(page);
    rows.push([`letters lost of ${TEXT.length} typed during them`, typed.lost, "0"]);
    rows.push(["longest from a key until its picture, ms", typed.longest, ""]);
    clearInterval(storm);
    return [
      `| ${COUNT.toLocaleString("en")} devices, 1440 × 900 | measured | goal |`,
      "| --- | ---: | ---: |",
      ...rows.map(([what, value, goal]) => `| ${what} | ${Number(value.toFixed(1))} | ${goal} |`),
    ].join("\n");
  } finally {
    await browser.close();
  }
}

function change(api: FakeApi): void {
  const device = api.devices[Math.floor(Math.random() * COUNT)];
  const online = Math.random() < 0.5;
  api.emit({
    type: "device.connection",
    time: new Date().toISOString(),
    deviceId: device?.id,
    conn: online ? 1 : 0,
    pwr: online ? 1 : 0,
    online,
  });
}

/** Real keys, 25 a second: whether all arrive, and how long the slowest takes to be seen. */
async function typing(page: Page): Promise<{ readonly lost: number; readonly longest: number }> {
  const field = page.getByLabel("Search the devices");
  await field.fill("");
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(globalThis, { longest });
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) {
        if (/^key|^input/.test(name)) longest.ms = Math.max(longest.ms, duration);
      }
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await field.pressSequentially(TEXT, { delay: 40 });
  const lost = TEXT.length - (await field.inputValue()).length;
  const longest = await page.evaluate(() =>
    (globalThis as unknown as { readonly longest: { readonly ms: number } }).longest.ms
  );
  await field.fill("");
  return { lost, longest };
}

/** Frames while the list is scrolled for two seconds, 60 pixels a frame. */
function framesPerSecond(page: Page): Promise<number> {
  return page.evaluate(() =>
    new Promise<number>((resolve) => {
      const scroller = document.querySelector(".scroller");
      const begun = performance.now();
      let frames = 0;
      const frame = () => {
        frames++;
        scroller?.scrollBy(0, 60);
        const passed = performance.now() - begun;
        if (passed < 2000) requestAnimationFrame(frame);
        else resolve(frames / passed * 1000);
      };
      requestAnimationFrame(frame);
    })
  );
}

/** Milliseconds from a letter in the search field until the list has been drawn with it. */
async function filterTime(page: Page): Promise<number> {
  const times: number[] = [];
  for (const text of ["1", "12", "123", "pc", "debian", "site 7", "kiosk", "10.0.3", ""]) {
    times.push(
      await page.evaluate((text) =>
        new Promise<number>((resolve) => {
          const field = document.querySelector<HTMLInputElement>(".search-field input");
          if (field === null) throw new Error("there is no search field");
          field.value = text;
          const begun = performance.now();
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now() - begun);
          requestAnimationFrame(() => channel.port2.postMessage(undefined));
        }), text),
    );
  }
  return times.sort((a, b) => a - b)[4] ?? NaN;
}

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1024 / 1024;
}
