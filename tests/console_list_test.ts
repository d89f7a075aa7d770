import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { answer, fakeDevice, problem, startFakeApi } from "./console_fake_api.ts";
import { consoleSuite } from "./console_suite.ts";

const suite = consoleSuite();
const SITE_0 = { group: "Site 0", groupId: fakeDevice(20).groupId };

suite.test("keys act on the line that has the focus, whatever appears above it", async () => {
  const page = await suite.openLoggedIn();
  await line(page, "PC-00040").focus();
  const { id } = fakeDevice(80, { ...SITE_0, name: "PC-00001 new" });
  suite.api.devices.push(fakeDevice(80, { ...SITE_0, name: "PC-00001 new" }));
  emit({ type: "device.added", deviceId: id });
  await page.getByText("PC-00001 new").waitFor();
  await page.keyboard.press("Space");
  assert.match(await page.locator('[aria-selected="true"]').innerText(), /PC-00040/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "PC-00040" }).waitFor();
});

suite.test("a list that was scrolled keeps the focus, and a line for Tab", async () => {
  const page = await suite.openLoggedIn();
  await line(page, "PC-00020").focus();
  await scroll(page, 2500);
  await page.getByText("PC-00020", { exact: true }).waitFor({ state: "detached" });
  assert.equal(await focused(page), "scroller");
  assert.equal(await page.locator('.line[tabindex="0"]').count(), 1);
  await page.keyboard.press("ArrowDown"); // goes on from where it was
  await page.locator(":focus", { hasText: "PC-00040" }).waitFor();
});

suite.test("whoever comes back from a device finds the list as it was left", async () => {
  const page = await suite.openLoggedIn();
  await scroll(page, 1500);
  const device = page.getByText("PC-00030", { exact: true });
  await device.scrollIntoViewIfNeeded();
  const top = await scrolled(page);
  assert.ok(top > 1000);
  await device.click();
  await page.getByRole("heading", { name: "PC-00030" }).waitFor();
  await titled(page, "PC-00030 – Devices – Mesh Console");
  await page.goBack();
  await page.locator(".line:focus", { hasText: "PC-00030" }).waitFor();
  assert.equal(await scrolled(page), top);
  await titled(page, "Devices – Mesh Console");
});

suite.test("a group that is renamed, and one that is removed, are so in the list", async () => {
  const name = "Head office";
  suite.api.override = (_, path) =>
    path === `/device-groups/${SITE_0.groupId}`
      ? answer({ id: SITE_0.groupId, name, users: [] })
      : undefined;
  const page = await suite.openLoggedIn();
  emit({ type: "group.changed", groupId: SITE_0.groupId });
  await page.getByRole("button", { name: "Head office" }).waitFor();
  emit({ type: "group.removed", groupId: SITE_0.groupId });
  await page.getByText("57 devices", { exact: true }).waitFor();
});

suite.test("a list that could not be read again is not called current, and is tried again", async () => {
  const page = await suite.openLoggedIn();
  const { port, devices } = suite.api;
  await suite.api[Symbol.asyncDispose]();
  await page.getByText("Not current since").waitFor();
  suite.api = startFakeApi(devices.slice(0, 10), port);
  let away = true;
  suite.api.override = (_, path) =>
    away && path === "/devices" ? problem(503, "unavailable") : undefined;
  const failed = page.waitForResponse((response) => response.status() === 503);
  const stream = page.waitForResponse(/events\/stream/);
  await Promise.all([failed, stream]);
  await page.getByText("Not current since").waitFor();
  assert.equal(await page.getByText("Live", { exact: true }).count(), 0);
  await page.getByText("60 devices", { exact: true }).waitFor(); // what is known stays
  away = false;
  await page.getByText("10 devices", { exact: true }).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
});

function line(page: Page, name: string) {
  return page.getByRole("row").filter({ hasText: name });
}

async function scroll(page: Page, top: number): Promise<void> {
  await page.locator(".scroller").evaluate((element, top) => element.scrollTop = top, top);
}

function scrolled(page: Page): Promise<number> {
  return page.locator(".scroller").evaluate((element) => element.scrollTop);
}

function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.className);
}

async function titled(page: Page, title: string): Promise<void> {
  await page.waitForFunction((title) => document.title === title, title);
}

function emit(event: object): void {
  suite.api.emit({ time: new Date().toISOString(), ...event });
}
