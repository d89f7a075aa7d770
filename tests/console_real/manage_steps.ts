import assert from "node:assert/strict";
import { screenshot } from "../artifacts.ts";
import type { ConsoleStack } from "./stack.ts";

/** Accounts, groups, tokens and links. */
export function manageSteps(stack: ConsoleStack): void {
  stack.step("makes an account, gives it rights in the matrix, and takes them away", async () => {
    await stack.goTo("users");
    await stack.page.getByRole("button", { name: "New user" }).click();
    await stack.page.getByLabel("User name").fill("helper");
    await stack.page.getByLabel("Password", { exact: true }).fill("Helper-password-1");
    await stack.page.getByRole("button", { name: "Create" }).click();
    await stack.page.getByRole("listitem").getByText("helper").filter({ visible: true }).first()
      .waitFor();
    await screenshot(stack.page, "real-users");
    await stack.goTo(`groups/${encodeURIComponent(stack.server.enrollment.meshId)}`);
    await stack.page.getByLabel("User name").fill("helper");
    await stack.page.getByRole("button", { name: "Add member" }).click();
    const wake = stack.page.getByLabel("helper: Wake");
    await wake.check();
    await stack.page.waitForTimeout(800);
    assert.ok(await wake.isChecked());
    await screenshot(stack.page, "real-group");
    await stack.page.getByRole("button", { name: "Remove helper?" }).click();
    await stack.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await wake.waitFor({ state: "detached" });
  });

  stack.step("makes groups, user groups, tokens and invite links", async () => {
    await stack.goTo("groups");
    await stack.page.getByRole("button", { name: "New group" }).click();
    await stack.page.getByLabel("Name of the group").fill("Newcomers");
    await stack.page.getByRole("button", { name: "Create" }).click();
    await stack.page.getByRole("heading", { name: "Newcomers" }).waitFor();
    await stack.page.getByRole("button", { name: "Create invite link" }).click();
    await stack.page.locator(".result-link").getByText("agentinvite").waitFor();
    await stack.goTo("user-groups");
    await stack.page.getByLabel("Name of the user group").fill("Night shift");
    await stack.page.getByRole("button", { name: "New user group" }).click();
    await stack.page.getByLabel("New member of Night shift").fill("helper");
    await stack.page.getByRole("button", { name: "Add member" }).click();
    await stack.page.getByRole("button", { name: "Remove helper?" }).waitFor();
    await screenshot(stack.page, "real-user-groups");
    await stack.goTo("account");
    await stack.page.getByLabel("What it is for").fill("a script");
    await stack.page.getByRole("button", { name: "Create token" }).click();
    await stack.page.getByText("Copy both now").waitFor();
    await screenshot(stack.page, "real-account");
  });
}
