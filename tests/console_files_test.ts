import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { screenshot } from "./artifacts.ts";
import { fakeDevice } from "./console_fake_api.ts";
import { type FakeFiles, fakeFiles } from "./console_fake_files.ts";
import { consoleSuite } from "./console_suite.ts";
import { until } from "./until.ts";

const suite = consoleSuite();
const PAGE = `devices/${fakeDevice(20).id}/files`;

suite.test("nothing is sent before the device is there, nor said to be, and no button offers it", async () => {
  suite.api.tunnel = () => {}; // it waits for somebody's consent
  const page = await suite.openLoggedIn(PAGE);
  await page.getByText("Connecting…").waitFor();
  await pick(page, "x.txt");
  await page.locator(".notice.bad", { hasText: "Not connected" }).waitFor();
  assert.equal(await page.getByText("was uploaded").count(), 0);
  assert.ok(await page.getByRole("button", { name: "Upload" }).isDisabled());
});

suite.test("a tunnel that is cut fails what was on its way and what waited, by name", async () => {
  const { page, files } = await openFiles();
  files.isPrompt = false;
  await pick(page, "big.bin", "c.bin");
  await page.getByText("Uploading big.bin · 1 more waits").waitFor();
  files.cut();
  await page.getByText("big.bin, c.bin could not be uploaded.").waitFor();
  assert.equal(await page.locator(".transfer").count(), 0);
  for (const name of ["Upload", "New folder", "a.txt", "Rename a.txt", "Delete a.txt"]) {
    assert.ok(await page.getByRole("button", { name, exact: true }).isDisabled(), name);
  }
  await screenshot(page, "console-files-cut");
  files.isPrompt = true;
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await pickOnceOpen(page, "d.bin");
  await page.getByText("d.bin was uploaded.").waitFor();
});

suite.test("transfers wait for each other, are given up by Cancel, and leaving asks first", async () => {
  const { page, files } = await openFiles();
  files.isPrompt = false;
  await pick(page, "first.bin");
  await pick(page, "second.bin");
  await page.getByText("Uploading first.bin · 1 more waits").waitFor();
  await page.getByRole("button", { name: "a.txt", exact: true }).click();
  await page.getByRole("button", { name: "b.txt", exact: true }).click();
  await page.getByText("Downloading a.txt · 1 more waits").waitFor();
  await screenshot(page, "console-transfers");

  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("dialog").getByText("What is on its way is given up.").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.match(page.url(), /files$/);

  await page.getByRole("button", { name: "Cancel: Downloading a.txt" }).click();
  await page.getByRole("button", { name: "Cancel: Uploading first.bin" }).click();
  await page.locator(".transfer").first().waitFor({ state: "detached" });
  assert.equal(await page.locator(".notice.bad").count(), 0);
  assert.deepEqual(asked(files, "upload", "uploaddone"), ["upload first.bin"]);

  files.isPrompt = true;
  const downloads: string[] = [];
  page.on("download", (download) => downloads.push(download.suggestedFilename()));
  await page.getByRole("button", { name: "a.txt", exact: true }).click();
  await page.getByRole("button", { name: "b.txt", exact: true }).click();
  await until(() => Promise.resolve(downloads.length === 2 ? downloads : undefined));
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("button", { name: "New user" }).waitFor();
});

suite.test("an upload that ends while another folder is shown does not lead back", async () => {
  const { page, files } = await openFiles();
  files.isPrompt = false;
  await pick(page, "first.bin");
  await page.getByText("Uploading first.bin").waitFor();
  await page.getByRole("button", { name: "docs", exact: true }).click();
  await page.getByText("/docs", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Cancel: Uploading first.bin" }).click();
  await page.locator(".transfer").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "docs", exact: true }).click();
  await page.getByText("/docs/docs", { exact: true }).waitFor();
  assert.deepEqual(asked(files, "ls"), ["ls ", "ls docs", "ls docs/docs"]);
});

suite.test("nothing is replaced without a question that names it, and names are names", async () => {
  const { page, files } = await openFiles();
  const question = page.getByRole("dialog").filter({ hasText: "Replace" });
  await pick(page, "new.txt", "A.TXT");
  await question.getByText("Replace a.txt?").waitFor();
  await screenshot(page, "console-replace");
  await question.getByRole("button", { name: "Cancel" }).click();
  assert.deepEqual(asked(files, "upload"), []);
  await pick(page, "a.txt");
  await question.getByRole("button", { name: "Replace" }).click();
  await page.getByText("a.txt was uploaded.").waitFor();

  await page.getByRole("button", { name: "Rename a.txt" }).click();
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("b.txt");
  await name.press("Enter");
  await question.getByText("Replace b.txt?").waitFor();
  await question.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.deepEqual(asked(files, "rename"), []);

  await page.getByRole("button", { name: "New folder" }).click();
  for (const wrong of ["   ", "up/down", "up\\down"]) {
    await name.fill(wrong);
    await name.press("Enter");
    assert.equal(await name.evaluate((field) => (field as HTMLInputElement).validity.valid), false);
  }
  await name.fill("docs");
  await name.press("Enter");
  await page.getByText("It exists already.").waitFor();
  await name.fill(" more docs ");
  await name.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(asked(files, "mkdir"), ["mkdir more docs"]);
});

suite.test("a question does not take the place of one that is being answered", async () => {
  const { page, files } = await openFiles();
  const question = page.getByRole("dialog");
  await page.getByRole("button", { name: "Delete b.txt" }).click();
  await question.getByText("Delete b.txt?").waitFor();
  await pick(page, "a.txt");
  assert.equal(await question.count(), 1);
  await question.getByRole("button", { name: "Delete" }).click();
  await question.getByText("Replace a.txt?").waitFor();
  await question.getByRole("button", { name: "Replace" }).click();
  await page.getByText("a.txt was uploaded.").waitFor();
  const removed = files.heard.filter(({ action }) => action === "rm");
  assert.deepEqual(removed.map(({ delfiles }) => delfiles), [["b.txt"]]);
});

suite.test("a file that is dropped beside the list is not opened in the page's place", async () => {
  const { page } = await openFiles();
  const refused = await page.evaluate(() =>
    ["h1", ".tunnel-bar", ".drop", ".side"].filter((where) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "x.txt"));
      return ["dragover", "drop"].every((type) => {
        const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer });
        document.querySelector(where)?.dispatchEvent(event);
        return event.defaultPrevented;
      });
    })
  );
  assert.deepEqual(refused, ["h1", ".tunnel-bar", ".drop", ".side"]);
  await page.getByText("x.txt was uploaded.").waitFor();
});

suite.test("on a phone each file is one line", async () => {
  const { page } = await openFiles();
  await page.setViewportSize({ width: 390, height: 844 });
  const row = page.getByRole("listitem").filter({ hasText: "a.txt" });
  const tops = await row.getByRole("button").evaluateAll((buttons) =>
    buttons.map((button) => {
      const { top, bottom } = button.getBoundingClientRect();
      return Math.round((top + bottom) / 2);
    })
  );
  assert.equal(new Set(tops).size, 1, `${tops}`);
  await screenshot(page, "console-files-phone");
});

/** The files of a device that answers. */
async function openFiles(): Promise<{ readonly page: Page; readonly files: FakeFiles }> {
  const files = fakeFiles();
  suite.api.tunnel = files.tunnel;
  const page = await suite.openLoggedIn(PAGE);
  await page.getByRole("button", { name: "a.txt", exact: true }).waitFor();
  return { page, files };
}

async function pick(page: Page, ...names: string[]): Promise<void> {
  const buffer = Buffer.alloc(500_000, "x");
  await page.locator("input[type=file]").setInputFiles(
    names.map((name) => ({ name, mimeType: "application/octet-stream", buffer })),
  );
}

async function pickOnceOpen(page: Page, name: string): Promise<void> {
  await page.locator(".tunnel-bar .pill.on").waitFor();
  await pick(page, name);
}

/** What a device was asked of these actions, in order. */
function asked(files: FakeFiles, ...actions: string[]): string[] {
  return files.heard.filter(({ action }) => actions.includes(String(action)))
    .map(({ action, name, path }) => `${action} ${name ?? path}`);
}
