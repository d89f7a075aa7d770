/**
 * The console with 10,000 devices in real Chromium: how it scrolls, filters, and keeps up with 200
 * state changes a second. Answers are made up: what is measured is the console.
 *
 *     deno run -A bench/console_scale.ts
 *
 * @module
 */
import process from "node:process";
import type { Page } from "playwright-core";
import { launchChromium } from "../tests/chromium.ts";
import { serveConsole } from "../tests/console_build.ts";
import { fakeDevice, startFakeApi } from "../tests/console_fake_api.ts";

const COUNT = 10_000;
const CHANGES = 200;

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
  say("interactive at a 4 times slower CPU", await interactive(page), "ms");
  say("scroll", await framesPerSecond(page), "frames/s");
  say("filter, from key to list, median of 9", await filterTime(page), "ms");
  say("heap after collection", await heap(page), "MB");
  const storm = setInterval(() => {
    for (let n = 0; n < CHANGES / 20; n++) change();
  }, 50);
  say(`filter during ${CHANGES} changes a second`, await filterTime(page), "ms");
  say(`scroll during ${CHANGES} changes a second`, await framesPerSecond(page), "frames/s");
  clearInterval(storm);
} finally {
  await browser.close();
}

function change(): void {
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

/** From the navigation until the login form takes letters, nothing of it cached. */
async function interactive(page: Page): Promise<number> {
  const context = await browser.newContext();
  const fresh = await context.newPage();
  const session = await context.newCDPSession(fresh);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const begun = performance.now();
  await fresh.goto(page.url());
  await fresh.getByLabel("User name").fill("a");
  const time = performance.now() - begun;
  await context.close();
  return time;
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

function say(what: string, value: number, unit: string): void {
  process.stdout.write(`${value.toFixed(1).padStart(8)} ${unit.padEnd(9)} ${what}\n`);
}
