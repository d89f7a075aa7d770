import { screenshot } from "../artifacts.ts";
import { serveConsole } from "../console_build.ts";
import type { ConsoleStack } from "./stack.ts";

/** Servers that are away, and origins that are not let in. */
export function awaySteps(stack: ConsoleStack): void {
  const isStale = () => stack.page.getByText("Not current since").waitFor();
  const isLive = () => stack.page.getByText("Live", { exact: true }).waitFor({ timeout: 40_000 });

  stack.step("says when the network is away, and is current again by itself", async () => {
    await stack.page.setViewportSize({ width: 1440, height: 900 });
    await stack.goTo("devices");
    await isLive();
    await stack.context.setOffline(true);
    await isStale();
    await screenshot(stack.page, "real-stale");
    await stack.context.setOffline(false);
    await isLive();
  });

  stack.step(
    "is current again after the API was started anew, and nobody logs in again",
    async () => {
      const port = await stack.stopApi();
      await isStale();
      stack.startApi(port);
      await isLive();
      await stack.goTo("account");
      await stack.page.getByText(stack.server.server.admin.username).filter({ visible: true })
        .first().waitFor();
    },
  );

  stack.step(
    "is current again after MeshCentral was started anew, and keeps what was typed",
    async () => {
      await stack.goTo(`devices/${stack.deviceId}/notes`);
      await stack.page.getByRole("textbox", { name: "Notes" }).fill("Typed while it restarts.");
      const restarted = stack.server.server.restart();
      await isStale();
      await restarted;
      await isLive();
      await stack.page.getByRole("button", { name: "Save" }).click();
      await stack.page.getByText("Saved", { exact: true }).waitFor();
    },
  );

  stack.step("says that a server does not let in the console of another origin", async () => {
    await using elsewhere = await serveConsole();
    const context = await stack.newContext();
    const page = await stack.newPage(context);
    await page.goto(elsewhere.url);
    await page.getByLabel("User name").fill("admin");
    await page.getByLabel("Password").fill("anything");
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await page.getByText(`does not allow the console at ${new URL(elsewhere.url).origin}`)
      .waitFor();
    await screenshot(page, "real-other-origin");
    await context.close();
  });
}
