import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { screenshot } from "./artifacts.ts";
import { answer, fakeDevice, problem } from "./console_fake_api.ts";
import { consoleSuite, logIn } from "./console_suite.ts";

const suite = consoleSuite();
const ID = fakeDevice(20).id;

suite.test("another account finds nothing that the one before chose or typed", async () => {
  const page = await suite.openLoggedIn();
  await page.getByLabel("Select PC-00020").check();
  await page.getByLabel("Search the devices").fill("PC-0002");
  await page.getByText("PC-00020", { exact: true }).click();
  await page.getByRole("link", { name: "Console", exact: true }).click();
  await page.getByLabel("Command of the agent").fill("setpassword hunter2");
  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForFunction(() => document.title === "Log in – Mesh Console");
  await logIn(page, { username: "other" });
  await page.getByLabel("Command of the agent").waitFor();
  assert.equal(await page.getByLabel("Command of the agent").inputValue(), "");
  await page.getByRole("link", { name: "Devices", exact: true }).first().click();
  await page.getByText("60 devices", { exact: true }).waitFor();
  assert.equal(await page.getByLabel("Search the devices").inputValue(), "");
  assert.equal(await page.getByText("1 selected").count(), 0);
  await page.getByRole("button", { name: "Log out" }).click();
  await logIn(page); // whose own draft is there
  await page.goto(`${suite.site.url}#/devices/${ID}/console`);
  await page.getByLabel("Command of the agent").waitFor();
  assert.equal(await page.getByLabel("Command of the agent").inputValue(), "setpassword hunter2");
});

suite.test("a question is gone with its page, and with the login that it was asked in", async () => {
  const page = await suite.openLoggedIn();
  const question = page.getByRole("heading", { name: "Delete the device" });
  await page.getByText("PC-00020", { exact: true }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await question.waitFor();
  await page.goBack();
  await question.waitFor({ state: "detached" });
  await page.goForward();
  await page.getByRole("button", { name: "Delete" }).click();
  await question.waitFor();
  suite.api.token = "another";
  suite.api.emit({ type: "device.changed", time: new Date().toISOString(), deviceId: ID });
  await page.getByRole("heading", { name: "Log in again" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("button", { name: "Log out instead" }).click();
  await logIn(page, { username: "other" });
  await page.getByRole("heading", { name: "PC-00020" }).waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.ok(!suite.api.seen.some((request) => request.startsWith("DELETE")));
});

suite.test("the session that one tab has renewed is good for the other, and stays kept", async () => {
  const first = await suite.openLoggedIn("", { keep: true });
  const second = await suite.open();
  await second.getByText("Live", { exact: true }).waitFor();
  await renewIn(first);
  await second.getByRole("link", { name: "Users", exact: true }).click();
  await second.getByText("Nobody found").waitFor();
  assert.equal(await second.getByRole("heading", { name: "Log in again" }).count(), 0);
  await first.reload();
  await first.getByText("Live", { exact: true }).waitFor();
  suite.api.token = "another"; // now it is over for both
  await second.getByRole("link", { name: "Events", exact: true }).click();
  await second.getByRole("heading", { name: "Log in again" }).waitFor();
  await first.reload();
  await first.getByRole("button", { name: "Log in", exact: true }).waitFor();
});

suite.test("a view that is saved in one tab is there beside one of another tab", async () => {
  const first = await suite.openLoggedIn("", { keep: true });
  const second = await suite.open();
  await second.getByText("Live", { exact: true }).waitFor();
  await saveView(first, "from the first");
  await saveView(second, "from the second");
  await second.getByRole("button", { name: "from the first", exact: true }).waitFor();
});

suite.test("whoever follows a link to another server leaves the present one", async () => {
  const page = await suite.openLoggedIn("", { keep: true });
  await page.goto(`${suite.site.url}?server=https://other.example.com/api`);
  await page.getByRole("button", { name: "Connect to it" }).click();
  await page.getByText("https://other.example.com/api").waitFor();
  await page.getByLabel("Password").waitFor();
  assert.ok(suite.api.seen.includes("POST /auth/logout"));
});

suite.test("what goes wrong while a dialog is open is told on top of it", async () => {
  suite.api.override = (method, path) => {
    if (path === "/users") return answer([{ id: "bob", name: "bob", rights: 0 }]);
    return method === "DELETE" ? problem(403, "forbidden") : undefined;
  };
  const page = await suite.openLoggedIn("users");
  await page.getByRole("searchbox").fill("fine"); // is in "undefined"
  await page.getByText("Nobody found").waitFor();
  await page.getByRole("searchbox").fill("bob");
  await page.getByRole("button", { name: "Edit bob" }).click();
  await page.getByRole("button", { name: "Delete this user" }).click();
  await page.getByRole("dialog").last().getByRole("button", { name: "Delete", exact: true })
    .click();
  const notice = page.getByRole("dialog").getByText("Your account may not do that.");
  await notice.waitFor();
  await page.waitForFunction(() => document.getAnimations().length === 0);
  await screenshot(page, "console-notice-on-dialog");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await notice.waitFor({ state: "detached" });
});

suite.test("where the browser has no clipboard, copying says so", async () => {
  const page = await suite.openLoggedIn(`devices/${ID}`);
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("button", { name: "Copy" }).first().click();
  await page.getByText("It could not be copied.").waitFor();
});

/** What a tab does with its token before it ends: the old one is refused from now on. */
async function renewIn(page: Page): Promise<void> {
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem("cs-console.session") ?? "");
    localStorage.setItem("cs-console.session", JSON.stringify({ ...kept, token: "token-2" }));
  });
  suite.api.token = "token-2";
}

async function saveView(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByLabel("Name of the view").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name, exact: true }).waitFor();
}
