import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { screenshot } from "./artifacts.ts";
import { fakeDevice, problem } from "./console_fake_api.ts";
import { consoleSuite } from "./console_suite.ts";

const suite = consoleSuite();

suite.test("a retry sends what was sent, and to those that failed alone", async () => {
  const sent: unknown[] = [];
  let away = true;
  suite.api.override = (_, path, body) => {
    if (!path.endsWith("/commands")) return undefined;
    sent.push(body["command"]);
    return away && path.includes(fakeDevice(40).id) ? problem(503, "unavailable") : undefined;
  };
  const page = await suite.openLoggedIn();
  await page.getByLabel("Select PC-00020").check();
  await page.getByLabel("Select PC-00040").check();
  await begin(page, "Run command", "whoami");
  await page.getByText("2 of 2 finished, 1 failed").waitFor();
  await page.getByRole("dialog").getByRole("listitem").first().getByText("PC-00040").waitFor();
  away = false;
  await page.getByRole("button", { name: "Try the failed one again" }).click();
  await page.getByText("2 of 2 finished, 0 failed").waitFor();
  assert.deepEqual(sent, ["whoami", "whoami", "whoami"]);
});

suite.test("what is being done with many is stopped only on purpose, and the end is told", async () => {
  suite.api.holds = (path) => path.endsWith("/commands");
  const page = await suite.openLoggedIn();
  await page.getByLabel("Select all").check();
  await begin(page, "Run command", "whoami");
  await page.getByText("0 of 60 finished, 0 failed").waitFor();
  const stopping = page.getByRole("heading", { name: "Stop here?" });
  await page.keyboard.press("Escape");
  await stopping.waitFor();
  await screenshot(page, "console-bulk-stop");
  await page.keyboard.press("Escape"); // means no
  await stopping.waitFor({ state: "detached" });
  await page.keyboard.press("Escape"); // browsers close a dialog by themselves at the second one
  await stopping.waitFor();
  await page.getByRole("dialog").last().getByRole("button", { name: "Cancel" }).click();
  await page.getByText("0 of 60 finished, 0 failed").waitFor();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  suite.api.release();
  await page.getByText("6 of 60 finished, 0 failed, 54 not started").waitFor();
  await screenshot(page, "console-bulk-stopped");
  await page.getByRole("button", { name: "Close" }).last().click();
  assert.equal(suite.api.seen.filter((request) => request.endsWith("/commands")).length, 6);
});

suite.test("whoever leaves the page while something is being done is told what was not", async () => {
  suite.api.holds = (path) => path.endsWith("/commands");
  const page = await suite.openLoggedIn("users");
  await page.getByRole("link", { name: "Devices", exact: true }).click();
  await page.getByLabel("Select all").check();
  await begin(page, "Run command", "whoami");
  await page.getByText("0 of 60 finished, 0 failed").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Users" }).waitFor();
  suite.api.release();
  await page.getByText("6 of 60 finished, 0 failed, 54 not started").waitFor();
});

suite.test("of many results only some are drawn, failures first", async () => {
  suite.api.devices.push(...Array.from({ length: 190 }, (_, index) => fakeDevice(index + 101)));
  suite.api.override = (_, path) =>
    path === `/devices/${fakeDevice(290).id}/message` ? problem(403, "forbidden") : undefined;
  const page = await suite.openLoggedIn();
  await page.getByLabel("Select all").check();
  await begin(page, "Message", "hello");
  await page.getByText("250 of 250 finished, 1 failed").waitFor();
  const results = page.getByRole("list", { name: "Result of each device" }).getByRole("listitem");
  await results.first().getByText("PC-00290").waitFor();
  assert.equal(await results.count(), 101);
  await page.getByRole("button", { name: "Show 100 more" }).click();
  await page.getByRole("button", { name: "Show 50 more" }).click();
  await results.nth(249).waitFor();
  assert.equal(await results.count(), 250);
});

suite.test("devices that are selected but not shown are told of, and those that are gone dropped", async () => {
  const page = await suite.openLoggedIn();
  await page.getByLabel("Select PC-00020").check();
  await page.getByLabel("Select PC-00040").check();
  await page.getByLabel("Search the devices").fill("PC-00020");
  await page.getByText("2 selected, 1 of them not shown").waitFor();
  await screenshot(page, "console-bulk-hidden");
  await page.getByRole("toolbar").getByRole("button", { name: "Message" }).click();
  await page.getByRole("dialog").getByText("1 of them not shown").waitFor();
  await page.keyboard.press("Escape");
  remove(40);
  await page.getByText("1 selected", { exact: true }).waitFor();
  remove(20);
  await page.getByRole("toolbar").waitFor({ state: "detached" });
});

async function begin(page: Page, action: string, text: string): Promise<void> {
  await page.getByRole("toolbar").getByRole("button", { name: action }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /^(Text|Command)$/ }).fill(text);
  await dialog.getByRole("button", { name: action, exact: true }).click();
}

function remove(number: number): void {
  const { id } = fakeDevice(number);
  suite.api.devices.splice(suite.api.devices.findIndex((device) => device.id === id), 1);
  suite.api.emit({ type: "device.removed", time: new Date().toISOString(), deviceId: id });
}
