import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { screenshot } from "./artifacts.ts";
import { answer, fakeDevice, startFakeApi } from "./console_fake_api.ts";
import { consoleSuite } from "./console_suite.ts";

const suite = consoleSuite();
const MINUTE = 60_000;
const NOTES = `devices/${fakeDevice(20).id}/notes`;

suite.test("an API that restarts makes the page stale, and then current by itself", async () => {
  const page = await suite.openLoggedIn();
  const { port, devices, token } = suite.api;
  await suite.api[Symbol.asyncDispose]();
  await page.getByText("Not current since").waitFor();
  await page.getByText("PC-00020", { exact: true }).waitFor(); // what is known stays
  await screenshot(page, "console-stale");
  suite.api = startFakeApi([...devices, fakeDevice(99, { name: "came meanwhile" })], port);
  suite.api.token = token;
  await page.getByText("Live", { exact: true }).waitFor();
  await page.getByText("61 devices", { exact: true }).waitFor();
});

suite.test("what is typed while the network is away is kept, and saved once it is back", async () => {
  const page = await suite.openLoggedIn(NOTES);
  const notes = page.getByRole("textbox", { name: "Notes" });
  await notes.fill("typed ");
  await suite.context.setOffline(true);
  await page.getByText("Not current since").waitFor();
  await notes.pressSequentially("offline");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The server cannot be reached.").waitFor();
  assert.equal(await notes.inputValue(), "typed offline");
  await screenshot(page, "console-offline");
  await suite.context.setOffline(false);
  await page.getByText("Live", { exact: true }).waitFor();
  assert.equal(await notes.inputValue(), "typed offline");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  assert.ok(suite.api.seen.includes(`PUT /${NOTES}`));
});

suite.test("a page whose code cannot be fetched offers another try, which works", async () => {
  const page = await suite.openLoggedIn();
  await suite.context.setOffline(true);
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByText("This part of the console could not be loaded").waitFor();
  await screenshot(page, "console-not-loaded");
  await suite.context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "New user" }).waitFor();
});

suite.test("a draft outlives a token that expired, and a reload", async () => {
  const page = await suite.openLoggedIn(NOTES, { keep: true });
  await page.getByRole("textbox", { name: "Notes" }).fill("a draft");
  suite.api.token = "another";
  await page.reload();
  await page.getByRole("heading", { name: "Log in again" }).waitFor();
  await page.getByLabel("Password").fill("secret");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("textbox", { name: "Notes" }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Notes" }).inputValue(), "a draft");
  assert.match(page.url(), /notes$/);
});

suite.test("the session of somebody who is there is renewed before it ends", async () => {
  const page = await openWithClock();
  await page.clock.runFor(39 * MINUTE);
  assert.ok(!suite.api.seen.includes("POST /auth/renew"));
  suite.api.lifetime = 120 * MINUTE; // the API's clock stands still
  await page.keyboard.press("Shift");
  const renewal = page.waitForResponse(/auth\/renew$/);
  await page.clock.runFor(2 * MINUTE);
  await renewal;
  assert.equal(suite.api.token, "token-1+");
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("button", { name: "New user" }).waitFor();
  assert.equal(await page.getByRole("heading", { name: "Log in again" }).count(), 0);
});

suite.test("the session of somebody who has gone is not renewed", async () => {
  const page = await openWithClock();
  await page.clock.runFor(50 * MINUTE);
  assert.ok(!suite.api.seen.includes("POST /auth/renew"));
});

suite.test("a session that cannot be renewed is asked for over the page", async () => {
  suite.api.renewable = false;
  const page = await openWithClock();
  await page.getByLabel("Search the devices").fill("PC-00020");
  await page.clock.runFor(39 * MINUTE);
  await page.keyboard.press("Shift");
  await page.clock.runFor(2 * MINUTE);
  await page.getByRole("heading", { name: "Log in again" }).waitFor();
  assert.equal(await page.getByLabel("Search the devices").inputValue(), "PC-00020");
});

suite.test("another account that logs in sees nothing of the one before", async () => {
  const page = await suite.openLoggedIn();
  await page.getByText("PC-00020", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByLabel("User name").waitFor();
  suite.api.override = (_, path) => path === "/devices" ? answer([]) : undefined;
  await page.getByLabel("User name").fill("other");
  await page.getByLabel("Password").fill("secret");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByText("No devices yet").waitFor();
  assert.ok(suite.api.seen.includes("POST /auth/logout"));
});

/** Somebody logged in whose time the test lets pass. */
async function openWithClock(): Promise<Page> {
  const page = await suite.open();
  await page.clock.install();
  await page.reload();
  await page.getByLabel("User name").fill("admin");
  await page.getByLabel("Password").fill("secret");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByText("PC-00020", { exact: true }).waitFor();
  return page;
}

suite.test("at the start the list is read once, also by somebody who stays logged in", async () => {
  const lists = () => suite.api.seen.filter((request) => request === "GET /devices").length;
  const page = await suite.openLoggedIn("", { keep: true });
  await page.locator(".live.live").waitFor();
  assert.equal(lists(), 1);
  await page.reload();
  await page.locator(".live.live").waitFor();
  assert.equal(lists(), 2);
});
