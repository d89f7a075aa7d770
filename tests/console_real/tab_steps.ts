import assert from "node:assert/strict";
import { seriousBarriers } from "../barriers.ts";
import { screenshot } from "../artifacts.ts";
import { PAINT_CANVAS } from "../painted_canvas.ts";
import { openDeviceTab } from "./device_tab.ts";
import type { ConsoleStack } from "./stack.ts";

/** Browser tabs as devices. */
export function tabSteps(stack: ConsoleStack): void {
  stack.step("enrols tabs by a link, into quarantine, lets one in and rejects one", async () => {
    await stack.goTo("groups");
    await stack.page.getByRole("link", { name: "Newcomers" }).click();
    const link = await stack.page.locator(".result-link code").first().textContent() ?? "";
    assert.ok(new URL(link).hash.length > 100 && new URL(link).search === "");
    const tab = await stack.browser.newContext({ ignoreHTTPSErrors: true });
    const guest = await tab.newPage();
    await guest.goto(link);
    await guest.getByRole("button").first().waitFor();
    assert.equal(new URL(guest.url()).hash, "");
    await screenshot(guest, "real-enrol");
    await guest.getByRole("button").first().click();
    await stack.goTo("quarantine");
    await stack.page.getByLabel("Quarantine group").selectOption({ label: "Newcomers" });
    const approve = stack.page.getByRole("button", { name: "Approve" });
    await approve.waitFor();
    await screenshot(stack.page, "real-quarantine");
    await stack.page.getByLabel(/^Group for/).selectOption({ label: "tests" });
    await approve.click();
    await stack.page.getByText("Nobody is waiting").waitFor();
    await tab.close();
    const other = await stack.browser.newContext({ ignoreHTTPSErrors: true });
    const stranger = await other.newPage();
    await stranger.goto(link);
    await stranger.getByRole("button").first().click();
    await stack.page.getByRole("button", { name: "Reject" }).click();
    await stack.page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
    await stack.page.getByText("Nobody is waiting").waitFor();
    await other.close();
  });

  stack.step(
    "shows a browser tab's desktop once its person allows it, and clicks reach it",
    async () => {
      await using tab = await openDeviceTab(stack, APPLICATION);
      const guest = tab.page;
      await stack.goTo(`devices/${encodeURIComponent(tab.nodeId)}/desktop`);
      await guest.getByRole("button", { name: "Allow" }).click();
      const canvas = stack.page.locator("canvas");
      await stack.page.waitForFunction(() => {
        const picture = document.querySelector("canvas");
        if (picture?.width !== 640) return false;
        const [red = 0] = picture.getContext("2d")?.getImageData(150, 220, 1, 1).data ?? [];
        return red > 150;
      });
      const box = await canvas.boundingBox();
      assert.ok(box !== null);
      await stack.page.mouse.click(box.x + box.width * 150 / 640, box.y + box.height * 220 / 480);
      await guest.waitForFunction(() => "clicked" in globalThis);
      await screenshot(stack.page, "real-desktop");
      assert.deepEqual(await seriousBarriers(stack.page), []);
    },
  );
}

const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>An application</title>
<canvas id="app" width="640" height="480" tabindex="0" aria-label="A picture"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed source="#app" features="desktop"></mesh-agent>
<script>
  ${PAINT_CANVAS}
  canvas.addEventListener("click", () => globalThis.clicked = true);
</script>
<script type="module" src="embed.js"></script>
</html>`;
