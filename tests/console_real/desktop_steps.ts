import assert from "node:assert/strict";
import { screenshot } from "../artifacts.ts";
import { openDeviceTab } from "./device_tab.ts";
import type { ConsoleStack } from "./stack.ts";

/** What the application noted: kinds of events, and keys. */
interface Application {
  readonly heard: readonly string[];
}

/** The desktop of a browser tab with two displays, in all that the console does with one. */
export function desktopSteps(stack: ConsoleStack): void {
  stack.step(
    "displays, keys, fingers, both clipboards and the whole screen, with a tab",
    async () => {
      await using device = await openDeviceTab(stack, APPLICATION);
      const tab = device.page;
      const { page } = stack;
      await stack.context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await stack.goTo(`devices/${encodeURIComponent(device.nodeId)}/desktop`);
      const width = (wanted: number) =>
        page.waitForFunction(
          (wanted) => document.querySelector("canvas")?.width === wanted,
          wanted,
        );
      await width(640);
      await page.getByLabel("Display", { exact: true }).selectOption("2");
      await width(320);
      await page.getByLabel("Display", { exact: true }).selectOption("1");
      await width(640);
      // The second display's picture is gone, and the first one's there: black on white.
      await page.waitForFunction(() => {
        const context = document.querySelector("canvas")?.getContext("2d");
        const at = (x: number, y: number) => context?.getImageData(x, y, 1, 1).data[0] ?? 0;
        return at(50, 50) < 30 && at(600, 400) > 225;
      });
      await screenshot(page, "real-desktop-displays");

      const heard = (what: string) =>
        tab.waitForFunction(
          (what) => (globalThis as unknown as Application).heard.includes(what),
          what,
        );
      const canvas = page.locator("canvas");
      const box = await canvas.boundingBox();
      assert.ok(box !== null);
      await canvas.dblclick();
      await heard("dblclick 2");
      assert.deepEqual(
        await tab.evaluate(() =>
          (globalThis as unknown as Application).heard.filter((what) => what.includes("click"))
        ),
        ["click 1", "click 2", "dblclick 2"],
      );
      await page.keyboard.press("a");
      await heard("key a");
      const session = await stack.context.newCDPSession(page);
      const touchPoints = [{ x: box.x + 40, y: box.y + 40, id: 0 }];
      await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
      await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
      await heard("touch");

      // Without consent to the desktop, the tab asks nobody for its clipboard.
      await page.getByRole("button", { name: "Get clipboard" }).click();
      await page.getByText("The device's clipboard was copied.").waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "from the tab");
      await page.evaluate(() => navigator.clipboard.writeText("from the operator"));
      await page.getByRole("button", { name: "Send clipboard" }).click();
      await page.getByText("Your clipboard was sent to the device.").waitFor();
      await heard("clipboard from the operator");

      await page.getByRole("button", { name: "Full screen" }).click();
      await page.waitForFunction(() => document.fullscreenElement?.matches(".desktop"));
      await page.evaluate(() => document.exitFullscreen());
    },
  );
}

const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Two displays</title>
<canvas width="640" height="480" tabindex="0" aria-label="The first"></canvas>
<canvas width="320" height="240" tabindex="0" aria-label="The second"></canvas>
<mesh-agent enrollment="cs-agent.json" name="Two displays" autostart managed consent="none"
  source="canvas" features="desktop clipboard"></mesh-agent>
<script>
  const heard = globalThis.heard = [];
  // One browser has one clipboard: the tab gets another than the console's.
  navigator.clipboard.readText = () => Promise.resolve("from the tab");
  navigator.clipboard.writeText = async (text) => void heard.push("clipboard " + text);
  const [canvas] = document.querySelectorAll("canvas");
  for (const each of document.querySelectorAll("canvas")) {
    each.getContext("2d").fillRect(10, 10, 100, 100);
  }
  for (const type of ["click", "dblclick"]) {
    canvas.addEventListener(type, ({ detail }) => heard.push(type + " " + detail));
  }
  canvas.addEventListener("keydown", ({ key }) => heard.push("key " + key));
  for (const type of ["touchstart", "pointerdown"]) {
    canvas.addEventListener(type, (event) => {
      if (type === "touchstart" || event.pointerType === "touch") heard.push("touch");
    });
  }
</script>
<script type="module" src="embed.js"></script>
</html>`;
