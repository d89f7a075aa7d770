/**
 * The console's desktop of MeshCentral's own agent, which has an X display with a page all over it.
 * Not in `npm test`: it needs an X server, and libraries that only development packages bring.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { screenshot } from "../artifacts.ts";
import { launchChromium } from "../chromium.ts";
import { ConsoleStack } from "../console_real/stack.ts";
import { DESKTOP_TOOLS, ensureSystemTools } from "../setup/system_tools.ts";
import { fillScreen, startXDisplay, type XDisplay } from "../x_display.ts";

const stack = new ConsoleStack();
let display: XDisplay;
let screen: Browser;
let shown: Page;

Deno.test.beforeAll(async () => {
  ensureSystemTools(DESKTOP_TOOLS);
  display = await startXDisplay(1920, 1080);
  screen = await launchChromium({ fullScreenOn: display.env });
  shown = await (await screen.newContext({ viewport: null })).newPage();
  await shown.setContent(APPLICATION);
  await fillScreen(shown);
  await stack.start(display.env);
});
Deno.test.afterAll(async () => {
  await stack.stop();
  await screen?.close();
  await display?.[Symbol.asyncDispose]();
});

stack.step("the native agent's desktop is seen, clicked and typed at", async () => {
  await stack.logIn();
  await stack.goTo(`devices/${stack.deviceId}/desktop`);
  await colour(1000, 900, "blue");
  await screenshot(stack.page, "real-native-desktop");
  await click(1000, 900);
  await shown.waitForFunction(() => document.body.style.background === "green");
  await colour(1000, 900, "green");
  await click(400, 120);
  await stack.page.keyboard.type("Hello 42", { delay: 40 });
  await shown.waitForFunction(() => document.querySelector("input")?.value === "Hello 42");
  await screenshot(stack.page, "real-native-desktop-operated");
});

/** Until the picture has it there; JPEG comes near it only. */
async function colour(x: number, y: number, name: "blue" | "green"): Promise<void> {
  await stack.page.waitForFunction(
    ([x, y, name]) => {
      const picture = document.querySelector("canvas");
      const [, green = 0, blue = 0] = picture?.getContext("2d")?.getImageData(x, y, 1, 1).data ??
        [];
      return name === "blue" ? blue > 200 && green < 60 : green > 100 && blue < 60;
    },
    [x, y, name] as const,
    { timeout: 30_000 },
  );
}

/** At a place of the device's screen. */
async function click(x: number, y: number): Promise<void> {
  const box = await stack.page.locator("canvas").boundingBox();
  assert.ok(box !== null);
  await stack.page.mouse.click(box.x + box.width * x / 1920, box.y + box.height * y / 1080);
}

const APPLICATION = `<!doctype html>
<title>An application</title>
<style>body { margin: 0; height: 100vh; background: blue } input { font: 40px monospace; margin: 90px }</style>
<input>
<script>
  addEventListener("click", ({ target }) => {
    if (target.tagName !== "INPUT") document.body.style.background = "green";
  });
</script>`;
