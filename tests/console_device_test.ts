import assert from "node:assert/strict";
import { screenshot } from "./artifacts.ts";
import { answer, fakeDevice } from "./console_fake_api.ts";
import { consoleSuite } from "./console_suite.ts";

const suite = consoleSuite();
const ID = fakeDevice(20).id;
const PAGE = `devices/${ID}`;

suite.test("a device that is removed while its page is open offers nothing any more", async () => {
  const page = await suite.openLoggedIn(PAGE);
  await page.getByRole("heading", { name: "PC-00020" }).waitFor();
  suite.api.devices.splice(19, 1);
  suite.api.emit({ type: "device.removed", deviceId: ID, time: new Date().toISOString() });
  await page.getByText("It does not exist, or your account may not see it.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Power" }).count(), 0);
  assert.equal(await page.locator("main").getByText("Online").count(), 0);
});

suite.test("an edit leaves no draft behind Escape, and changes only what was changed", async () => {
  const changes: unknown[] = [];
  suite.api.override = (method, _, body) => {
    if (method !== "PATCH") return undefined;
    changes.push(body);
    return answer({});
  };
  const page = await suite.openLoggedIn(PAGE);
  const edit = page.getByRole("button", { name: "Edit" });
  const name = page.getByLabel("Name");
  const unsaved = page.getByText("Not saved so far.");
  await edit.click();
  await name.fill("WRONG");
  await unsaved.waitFor();
  await page.keyboard.press("Escape");
  await edit.click();
  assert.equal(await name.inputValue(), "PC-00020");
  assert.equal(await unsaved.count(), 0);

  await page.getByLabel("Tags").fill("a, b");
  suite.api.devices[19] = fakeDevice(20, { name: "renamed elsewhere" });
  suite.api.emit({ type: "device.changed", deviceId: ID, time: new Date().toISOString() });
  await page.getByRole("heading", { name: "renamed elsewhere", includeHidden: true }).waitFor();
  await screenshot(page, "console-edit-device");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  assert.deepEqual(changes, [{ tags: ["a", "b"] }]);
});

suite.test("on a phone the buttons without a text still have their names", async () => {
  const page = await suite.openLoggedIn();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByLabel("Select PC-00020").check();
  const bar = page.getByRole("toolbar", { name: "Actions on the selected devices" });
  for (const name of ["Message", "Toast", "Run command", "Move", "Power"]) {
    await bar.getByRole("button", { name, exact: true }).waitFor();
  }
  assert.match(await bar.ariaSnapshot(), /button "Run command"/);
  await screenshot(page, "console-bulk-bar-phone");
});
