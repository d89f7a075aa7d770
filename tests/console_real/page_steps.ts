import assert from "node:assert/strict";
import { screenshot } from "../artifacts.ts";
import { PAINT_CANVAS } from "../painted_canvas.ts";
import { openDeviceTab } from "./device_tab.ts";
import { everyPage, isWide, look } from "./look.ts";
import type { ConsoleStack } from "./stack.ts";

/** A language, a colour scheme, and pixels. */
type Look = readonly ["en" | "de", "light" | "dark", number];

/** What every run looks at; the other steps see the other scheme and width. */
export const SHORT_LOOKS: readonly Look[] = [["en", "dark", 390]];

/** The others. German is longer, so it is looked at for its width; axe sees no difference. */
export const LONG_LOOKS: readonly Look[] = [
  ["en", "light", 1440],
  ["en", "light", 390],
  ["en", "dark", 1440],
  ["de", "light", 390],
  ["de", "dark", 1440],
];

/** How every page looks. */
export function pageSteps(stack: ConsoleStack, looks: readonly Look[]): void {
  for (const [language, colorScheme, width] of looks) {
    const what = `${language}, ${colorScheme}, ${width} px`;
    const axe = language === "en";
    const name = axe ? "no page has a serious axe finding nor is too wide" : "no page is too wide";
    stack.step(`${name}: ${what}`, async () => {
      const { page } = stack;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.evaluate((code) => localStorage.setItem("cs-console.language", code), language);
      await page.reload();
      const found: string[] = [];
      for (const [name, path] of everyPage(stack)) {
        await stack.goTo(path);
        const picture = `page-${name}-${language}-${colorScheme}-${width}`;
        if (axe) found.push(...await look(page, picture));
        else {
          await page.waitForTimeout(400); // what is read once the page is there
          await screenshot(page, picture);
          found.push(...await isWide(page, picture));
        }
      }
      if (axe) {
        found.push(...await lookAtDesktop(stack, `page-device-desktop-en-${colorScheme}-${width}`));
        found.push(...await lookAtLogin(stack, colorScheme, width));
      }
      await page.evaluate(() => localStorage.setItem("cs-console.language", "en"));
      await page.reload();
      assert.deepEqual(found, []);
    });
  }
}

async function lookAtDesktop(stack: ConsoleStack, name: string) {
  await using device = await openDeviceTab(stack, APPLICATION);
  await stack.goTo(`devices/${encodeURIComponent(device.nodeId)}/desktop`);
  await stack.page.waitForFunction(() => document.querySelector("canvas")?.width === 640);
  return await look(stack.page, name);
}

const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>An application</title>
<canvas id="app" width="640" height="480"></canvas>
<mesh-agent enrollment="cs-agent.json" name="A screen" autostart managed consent="none"
  source="#app" features="desktop"></mesh-agent>
<script>${PAINT_CANVAS}</script>
<script type="module" src="embed.js"></script>
</html>`;

/** As somebody sees it who has not logged in. */
async function lookAtLogin(stack: ConsoleStack, colorScheme: "light" | "dark", width: number) {
  const context = await stack.newContext();
  const page = await stack.newPage(context);
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.goto(stack.site.url);
  await page.getByLabel("User name").waitFor();
  const found = await look(page, `page-login-en-${colorScheme}-${width}`);
  await context.close();
  return found;
}
