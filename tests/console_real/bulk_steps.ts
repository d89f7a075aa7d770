import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { screenshot } from "../artifacts.ts";
import { PAINT_CANVAS } from "../painted_canvas.ts";
import { type DeviceTab, openDeviceTab } from "./device_tab.ts";
import type { ConsoleStack } from "./stack.ts";

/** The list, and what it does with several devices at once: a native agent and a browser tab. */
export function bulkSteps(stack: ConsoleStack): void {
  let device: DeviceTab;
  let tab: Page;
  /** The names of both. */
  let native: string, browser: string;

  const choose = async (names: readonly string[], action: string) => {
    await stack.goTo("devices");
    const clear = stack.page.getByRole("button", { name: "Clear the selection" });
    if (await clear.isVisible()) await clear.click();
    for (const name of names) await stack.page.getByLabel(`Select ${name}`).check();
    await stack.page.getByRole("toolbar").getByRole("button", { name: action }).click();
  };
  const confirm = (action: string) =>
    stack.page.getByRole("dialog").getByRole("button", { name: action, exact: true }).last()
      .click();
  const result = (device: string) =>
    stack.page.getByRole("dialog").getByRole("listitem").filter({ hasText: device });
  const close = () =>
    stack.page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();

  stack.step("a tab that connects appears in the list that is open", async () => {
    await stack.goTo("devices");
    await stack.page.getByText("Live", { exact: true }).waitFor();
    device = await openDeviceTab(stack, APPLICATION);
    tab = device.page;
    await using operator = await stack.server.operator();
    const devices = await operator.devices();
    const name = (id: string) => devices.find((device) => device.id === id)?.name ?? "";
    native = name(`node//${stack.deviceId}`);
    browser = name(`node//${device.nodeId}`);
    assert.ok(native !== "" && browser !== "" && native !== browser);
    await stack.page.getByLabel(`Select ${browser}`).waitFor();
  });

  stack.step("finds a device, and keeps the search as a view", async () => {
    const search = stack.page.getByLabel("Search the devices");
    await search.fill(browser);
    await stack.page.getByRole("paragraph").getByText("1 device", { exact: true }).waitFor();
    await stack.page.getByRole("button", { name: "Save view" }).click();
    await stack.page.getByLabel("Name of the view").fill("The tabs");
    await stack.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await stack.page.reload();
    await stack.page.getByLabel(`Select ${native}`).waitFor();
    await stack.page.getByRole("button", { name: "The tabs", exact: true }).click();
    await stack.page.getByRole("paragraph").getByText("1 device", { exact: true }).waitFor();
    await stack.page.getByRole("button", { name: "Remove the view The tabs" }).click();
    await search.fill("");
  });

  stack.step("a message and a toast reach two devices, and each has its result", async () => {
    await choose([native, browser], "Message");
    await stack.page.getByLabel("Text").fill("Good morning");
    await confirm("Message");
    await stack.page.getByText("2 of 2 finished, 0 failed").waitFor();
    await tab.getByText("Good morning").filter({ visible: true }).first().waitFor();
    await screenshot(stack.page, "real-bulk-message");
    await close();
    await choose([native, browser], "Toast");
    await stack.page.getByLabel("Text").fill("Lunch is ready");
    await confirm("Toast");
    await tab.getByText("Lunch is ready").filter({ visible: true }).first().waitFor();
    await stack.page.getByText("2 of 2 finished, 0 failed").waitFor({ timeout: 30_000 });
    await close();
  });

  stack.step("a command runs on two devices, and each shows what it wrote", async () => {
    await choose([native, browser], "Run command");
    await stack.page.getByRole("dialog").getByLabel("Command").fill("echo from-both");
    await confirm("Run command");
    await stack.page.getByText("2 of 2 finished, 0 failed").waitFor();
    for (const device of [native, browser]) await result(device).getByText("from-both").waitFor();
    await screenshot(stack.page, "real-bulk-command");
    await close();
  });

  stack.step("a device is moved to another group and back", async () => {
    for (const group of ["Newcomers", "tests"]) {
      await choose([browser], "Move");
      await stack.page.getByLabel("To this group").selectOption({ label: group });
      await confirm("Move");
      await stack.page.getByText("1 of 1 finished, 0 failed").waitFor();
      await close();
      await using operator = await stack.server.operator();
      const devices = await operator.devices();
      assert.equal(devices.find(({ name }) => name === browser)?.groupName, group);
    }
  });

  stack.step("a device is woken, and power is only taken after a question", async () => {
    await choose([native], "Power");
    await confirm("Power"); // to wake
    await stack.page.getByText("1 of 1 finished, 0 failed").waitFor();
    await result(native).getByText("Done", { exact: true }).waitFor();
    await close();
    await choose([browser], "Power");
    await stack.page.getByRole("dialog").getByLabel("Power").selectOption("off");
    await confirm("Power");
    await stack.page.getByText("What is not saved on").waitFor();
    await stack.page.getByRole("button", { name: "Shut down" }).click();
    // A tab has no power to take: it stays, and nobody says that it was done.
    await result(browser).getByText("Running", { exact: true }).waitFor();
    assert.equal(await result(browser).getByText("Done", { exact: true }).count(), 0);
    await screenshot(stack.page, "real-bulk-power");
    await close();
    await stack.page.getByLabel(`Select ${browser}`).waitFor();
    await device[Symbol.asyncDispose]();
  });
}

const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>An application</title>
<canvas id="app" width="640" height="480" tabindex="0" aria-label="A picture"></canvas>
<mesh-agent enrollment="cs-agent.json" name="Reception" autostart managed
  consent="none" source="#app"
  features="terminal desktop messages limits"></mesh-agent>
<script>${PAINT_CANVAS}</script>
<script type="module" src="embed.js"></script>
</html>`;
