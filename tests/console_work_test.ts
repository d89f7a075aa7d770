import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { screenshot } from "./artifacts.ts";
import { answer, fakeDevice, problem } from "./console_fake_api.ts";
import { consoleSuite } from "./console_suite.ts";

const suite = consoleSuite();
const GROUPS = [{ id: "GA", name: "Site A" }, { id: "GN", name: "Newcomers" }];

suite.test("a view is saved, called up again after a reload, and removed", async () => {
  const page = await suite.openLoggedIn("", { keep: true });
  const search = page.getByLabel("Search the devices");
  await search.fill("debian");
  await page.getByRole("button", { name: "Offline", exact: true }).click();
  await page.getByRole("button", { name: "By group" }).click();
  await page.getByText("10 devices", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByLabel("Name of the view").fill("Debian, away");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.reload();
  await page.getByText("60 devices", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Debian, away", exact: true }).click();
  await page.getByText("10 devices", { exact: true }).waitFor();
  assert.equal(await search.inputValue(), "debian");
  assert.equal(
    await page.getByRole("button", { name: "By group" }).getAttribute("aria-pressed"),
    "false",
  );
  await screenshot(page, "console-saved-view");
  await page.getByRole("button", { name: "Remove the view Debian, away" }).click();
  await page.getByRole("button", { name: "Debian, away", exact: true }).waitFor({
    state: "detached",
  });
});

suite.test("the list is walked, marked and opened by the keyboard", async () => {
  const page = await suite.openLoggedIn();
  await page.locator('[data-index="0"]').focus();
  await page.keyboard.press("Enter"); // folds the first group away
  await page.locator('[data-index="1"][tabindex="-1"] .fold').waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("Space");
  await page.getByText("1 selected").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1 }).getByText("PC-00059").waitFor();
});

suite.test("the palette goes to pages, changes the look, and logs out", async () => {
  const page = await suite.openLoggedIn();
  const choose = async (text: string) => {
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Device, page or action").fill(text);
    await page.getByRole("dialog").getByRole("option").first().waitFor();
    await page.keyboard.press("Enter");
  };
  await choose("user gr");
  await page.getByRole("heading", { name: "User groups" }).waitFor();
  await choose("dark");
  assert.equal(await page.evaluate(() => document.documentElement.style.colorScheme), "dark");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Device, page or action").fill("no such thing");
  await page.getByText("Nothing found").waitFor();
  await page.keyboard.press("Escape");
  await choose("log out");
  await page.getByLabel("Password").waitFor();
});

suite.test("a toast is followed up, and each device has its own result", async () => {
  let looks = 0;
  suite.api.override = (method, path) => {
    if (path.startsWith("/operations/")) {
      const status = looks++ === 0 ? "accepted" : "confirmed";
      return answer({ id: "7", status, detail: "It was shown." });
    }
    if (!path.endsWith("/toast")) return undefined;
    if (path.includes(fakeDevice(40).id)) return problem(409, "offline");
    return answer({ id: "7", status: method === "POST" ? "accepted" : "confirmed", detail: "" });
  };
  const page = await select("Toast");
  await page.getByLabel("Text").fill("Lunch is ready");
  await confirm(page, "Toast");
  await page.getByText("2 of 2 finished, 1 failed").waitFor();
  await result(page, "PC-00020", "Done", "It was shown.");
  await result(page, "PC-00040", "Failed", "offline");
  await screenshot(page, "console-bulk-toast");
});

suite.test("devices are moved; what failed is tried again alone", async () => {
  let full = true;
  suite.api.override = (_, path) => {
    if (path === "/device-groups") return answer(GROUPS);
    if (!path.endsWith("/move")) return undefined;
    return full && path.includes(fakeDevice(40).id)
      ? problem(403, "forbidden")
      : answer(undefined, 204);
  };
  const page = await select("Move");
  await page.getByLabel("To this group").selectOption({ label: "Site A" });
  await confirm(page, "Move");
  await page.getByText("2 of 2 finished, 1 failed").waitFor();
  await result(page, "PC-00040", "Failed", "Your account may not do that.");
  full = false;
  await page.getByRole("button", { name: "Try the failed one again" }).click();
  await page.getByText("2 of 2 finished, 0 failed").waitFor();
  assert.deepEqual(
    suite.api.seen.filter((request) => request.endsWith("/move")).map((request) =>
      request.replace(/\D*0*(\d+).*/, "$1")
    ).sort(),
    ["20", "40", "40"],
  );
});

suite.test("power is only taken after a second question", async () => {
  suite.api.override = (_, path) =>
    path.endsWith("/power") ? answer({ id: "8", status: "confirmed", detail: "" }) : undefined;
  const page = await select("Power");
  await page.getByRole("dialog").getByLabel("Power").selectOption("off");
  await confirm(page, "Power");
  await page.getByText("What is not saved on these 2 devices will be lost.").waitFor();
  await screenshot(page, "console-bulk-power");
  await page.getByRole("button", { name: "Cancel" }).last().click();
  assert.ok(!suite.api.seen.some((request) => request.endsWith("/power")));
  await confirm(page, "Power");
  await page.getByRole("button", { name: "Shut down" }).click();
  await page.getByText("2 of 2 finished, 0 failed").waitFor();
});

suite.test("a newcomer is rejected after a question, and one is let in", async () => {
  const newcomer = { groupId: "GN", group: "Newcomers" };
  suite.api.devices.push(
    fakeDevice(90, { ...newcomer, name: "stranger" }),
    fakeDevice(91, { ...newcomer, name: "colleague" }),
  );
  suite.api.override = (method, path) => {
    if (path === "/device-groups") return answer(GROUPS);
    if (method !== "DELETE" && !path.endsWith("/move")) return undefined;
    const id = path.split("/")[2] ?? "";
    const type = method === "DELETE" ? "device.removed" : "device.moved";
    const moved = suite.api.devices.find((device) => device.id === id);
    if (moved !== undefined) Object.assign(moved, { groupId: "GA", group: "Site A" });
    suite.api.emit({ type, time: new Date().toISOString(), deviceId: id });
    return answer(undefined, 204);
  };
  const page = await suite.openLoggedIn("quarantine");
  await page.getByLabel("Quarantine group").selectOption({ label: "Newcomers" });
  await page.getByLabel("Group for colleague").selectOption({ label: "Site A" });
  await page.locator("li", { hasText: "colleague" }).getByRole("button", { name: "Approve" })
    .click();
  await page.getByText("colleague was let in.").waitFor();
  await screenshot(page, "console-quarantine");
  const stranger = page.locator("li", { hasText: "stranger" });
  await stranger.getByRole("button", { name: "Reject" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await page.getByText("Nobody is waiting").waitFor();
  assert.ok(suite.api.seen.includes(`DELETE /devices/${fakeDevice(90).id}`));
});

suite.test("the language changes at once, on pages whose texts come later, too", async () => {
  const page = await suite.openLoggedIn();
  await page.getByLabel("Language").selectOption("de");
  await page.getByRole("heading", { name: "Geräte" }).waitFor();
  await page.getByRole("link", { name: "Mein Konto" }).click();
  await page.getByRole("heading", { name: "Mein Konto" }).waitFor();
  await page.getByLabel("Sprache").selectOption("en");
  await page.getByRole("heading", { name: "My account" }).waitFor();
  await page.getByLabel("Language").selectOption("de");
  await page.getByRole("heading", { name: "Mein Konto" }).waitFor();
});

/** Two devices selected, and a dialog for them open. */
async function select(action: string): Promise<Page> {
  const page = await suite.openLoggedIn();
  await page.getByLabel("Select PC-00020").check();
  await page.getByLabel("Select PC-00040").check();
  await page.getByRole("toolbar").getByRole("button", { name: action }).click();
  return page;
}

async function confirm(page: Page, action: string): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: action, exact: true }).click();
}

async function result(page: Page, device: string, status: string, text: string): Promise<void> {
  const row = page.getByRole("dialog").getByRole("listitem").filter({ hasText: device });
  await row.getByText(status, { exact: true }).waitFor();
  await row.getByText(text).waitFor();
}
