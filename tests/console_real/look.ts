import type { Page } from "playwright-core";
import { seriousBarriers } from "../barriers.ts";
import { screenshot } from "../artifacts.ts";
import type { ConsoleStack } from "./stack.ts";

/**
 * The pages of the console, by the names of their screenshots; but for the desktop, which a native agent
 * without a screen does not survive.
 */
export function everyPage({ deviceId, server }: ConsoleStack): ReadonlyMap<string, string> {
  const tabs = ["terminal", "files", "console", "events", "notes", "sharing"];
  return new Map([
    ["devices", "devices"],
    ["device", `devices/${deviceId}`],
    ...tabs.map((tab) => [`device-${tab}`, `devices/${deviceId}/${tab}`] as const),
    ["groups", "groups"],
    ["group", `groups/${encodeURIComponent(server.enrollment.meshId)}`],
    ...["quarantine", "users", "user-groups", "events", "health", "account"].map((page) =>
      [page, page] as const
    ),
  ]);
}

/** What is wrong with what a page shows; a screenshot is kept. */
export async function look(page: Page, name: string): Promise<readonly string[]> {
  await page.waitForTimeout(400); // what is read once the page is there
  await screenshot(page, name);
  return [
    ...await isWide(page, name),
    ...(await seriousBarriers(page)).map((barrier) => `${name}: ${barrier}`),
  ];
}

/** Whether one had to scroll sideways. */
export async function isWide(page: Page, name: string): Promise<readonly string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return wide > 0 ? [`${name}: ${wide} px too wide`] : [];
}
