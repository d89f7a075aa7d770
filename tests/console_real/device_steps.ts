import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { screenshot } from "../artifacts.ts";
import type { ConsoleStack } from "./stack.ts";

/** Logging in, and everything about one device. */
export function deviceSteps(stack: ConsoleStack): void {
  stack.step("logs in and lists the device", async () => {
    await stack.logIn();
    await stack.page.getByText("Online", { exact: true }).nth(1).waitFor();
    await stack.page.getByText("Live", { exact: true }).waitFor();
    await screenshot(stack.page, "real-devices");
  });

  stack.step("shows the device's details, and changes them", async () => {
    await stack.goTo(`devices/${stack.deviceId}`);
    await stack.page.getByRole("button", { name: "Edit" }).click();
    await stack.page.getByLabel("Description").fill("The machine of the tests");
    await stack.page.getByRole("button", { name: "Save" }).click();
    await stack.page.getByText("The machine of the tests").waitFor();
    await screenshot(stack.page, "real-details");
  });

  stack.step("types into a terminal of the device", async () => {
    await stack.goTo(`devices/${stack.deviceId}/terminal`);
    await stack.page.getByText("Connected", { exact: true }).waitFor();
    const prompt = stack.page.locator(".xterm-rows").getByText("native-agent-").filter({
      visible: true,
    }).first();
    await prompt.waitFor();
    await stack.page.waitForTimeout(1_500); // the agent clears the screen once its shell has begun
    await stack.page.locator(".xterm-helper-textarea").focus();
    await stack.page.keyboard.type("echo $((6*7))-ok\n", { delay: 20 });
    await stack.page.locator(".xterm-rows").getByText("42-ok").filter({ visible: true }).first()
      .waitFor();
    await screenshot(stack.page, "real-terminal");
  });

  stack.step("uploads, renames, downloads and deletes a file", async () => {
    const folder = join(stack.agent.folder, "shared");
    await mkdir(folder);
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    bytes[0] = 0x7b; // as JSON begins
    await writeFile(join(folder, "first.txt"), "first");
    await stack.goTo(`devices/${stack.deviceId}/files`);
    for (const part of folder.split("/").filter((part) => part !== "")) {
      await stack.page.getByRole("button", { name: part, exact: true }).click();
    }
    await stack.page.getByRole("button", { name: "first.txt", exact: true }).waitFor();
    await stack.page.locator("input[type=file]").setInputFiles({
      name: "random.bin",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(bytes),
    });
    await stack.page.getByText("random.bin was uploaded.").waitFor();
    assert.deepEqual(new Uint8Array(await readFile(join(folder, "random.bin"))), bytes);
    await screenshot(stack.page, "real-files");

    const row = stack.page.locator("li", { hasText: "random.bin" });
    await row.getByRole("button", { name: "Rename random.bin" }).click();
    await stack.page.getByRole("dialog").getByLabel("Name").fill("renamed.bin");
    await stack.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    const renamed = stack.page.getByRole("button", { name: "renamed.bin", exact: true });
    await renamed.waitFor();
    const download = stack.page.waitForEvent("download");
    await renamed.click();
    assert.deepEqual(new Uint8Array(await readFile(await (await download).path())), bytes);

    await stack.page.getByRole("button", { name: "Delete renamed.bin" }).click();
    await stack.page.getByText("there is no trash").waitFor();
    await stack.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await renamed.waitFor({ state: "detached" });
  });

  stack.step("asks the agent's console, and runs a command", async () => {
    await stack.goTo(`devices/${stack.deviceId}/console`);
    await stack.page.getByLabel("Command of the agent").fill("help");
    await stack.page.getByRole("button", { name: "Run", exact: true }).click();
    await stack.page.getByRole("log").getByText("Available commands").waitFor();
    await screenshot(stack.page, "real-console");
    await stack.page.getByRole("button", { name: "Run command" }).click();
    await stack.page.getByRole("dialog").getByLabel("Command").fill("echo from-the-device");
    await stack.page.getByRole("dialog").getByRole("button", { name: "Run command" }).click();
    await stack.page.getByRole("dialog").getByText("from-the-device").waitFor();
    await stack.page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  });

  stack.step("keeps notes and makes a sharing link", async () => {
    await stack.goTo(`devices/${stack.deviceId}/notes`);
    await stack.page.getByRole("textbox", { name: "Notes" }).fill("Handle with care.");
    await stack.page.getByRole("button", { name: "Save" }).click();
    await stack.page.getByText("Saved", { exact: true }).waitFor();
    await stack.goTo(`devices/${stack.deviceId}/sharing`);
    await stack.page.getByRole("button", { name: "New link" }).click();
    await stack.page.getByLabel("Name of the guest").fill("A guest");
    await stack.page.getByRole("button", { name: "Create link" }).click();
    await stack.page.getByRole("listitem").getByText("A guest").waitFor();
    await screenshot(stack.page, "real-sharing");
  });
}
