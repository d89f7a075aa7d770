import assert from "node:assert/strict";
import { createApiClient } from "../../api/client/mod.ts";
import { screenshot } from "../artifacts.ts";
import type { ConsoleStack } from "./stack.ts";

/** Servers, logins and their ends. */
export function sessionSteps(stack: ConsoleStack): void {
  stack.step(
    "a server that a link names is asked about, used, and remembered beside the other",
    async () => {
      const context = await stack.newContext();
      const page = await stack.newPage(context);
      const other = stack.apiUrl.replace("127.0.0.1", "localhost");
      await page.goto(`${stack.site.url}?server=${encodeURIComponent(other)}#/devices`);
      await page.getByText("A link wants you to use another server").waitFor();
      await screenshot(page, "real-proposed-server");
      await page.getByRole("button", { name: "Connect to it" }).click();
      const { username, password } = stack.server.server.admin;
      await page.getByLabel("User name").fill(username);
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Log in", exact: true }).click();
      await page.getByText("User name or password is wrong.").waitFor();
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Log in", exact: true }).click();
      await page.getByText("Live", { exact: true }).waitFor();
      await page.reload(); // without the switch, nothing is kept
      await page.getByRole("button", { name: "Change server" }).click();
      for (const server of [stack.apiUrl, other]) {
        await page.getByRole("button", { name: server, exact: true }).waitFor();
      }
      await context.close();
    },
  );

  stack.step(
    "a token that is no good any more leads to the login, and back, with what was typed",
    async () => {
      await stack.goTo(`devices/${stack.deviceId}/notes`);
      const notes = stack.page.getByRole("textbox", { name: "Notes" });
      await notes.fill("Typed before the token ended.");
      const token = await stack.page.evaluate(() =>
        JSON.parse(localStorage.getItem("cs-console.session") ?? "{}").token as string
      );
      await createApiClient(stack.apiUrl, { token }).logOut(); // ends the stream of events, too
      await stack.page.getByRole("heading", { name: "Log in again" }).waitFor();
      await screenshot(stack.page, "real-expired");
      await stack.page.getByLabel("Password").fill(stack.server.server.admin.password);
      await stack.page.getByRole("button", { name: "Log in", exact: true }).click();
      await stack.page.getByRole("heading", { name: "Log in again" }).waitFor({
        state: "detached",
      });
      assert.equal(await notes.inputValue(), "Typed before the token ended.");
      await stack.page.getByRole("button", { name: "Save" }).click();
      await stack.page.getByText("Saved", { exact: true }).waitFor();
      assert.match(stack.page.url(), /notes$/);
    },
  );
}
