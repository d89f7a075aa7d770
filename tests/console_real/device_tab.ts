import type { Page } from "playwright-core";
import { agentPages } from "../../launcher/agent_page.ts";
import { servePages } from "../../launcher/page_server.ts";
import type { ConsoleStack } from "./stack.ts";

/** A browser tab that is a device, in a browser of its own. */
export interface DeviceTab extends AsyncDisposable {
  readonly page: Page;
  /** 64 characters. */
  readonly nodeId: string;
}

/** Opens an application that embeds an agent, and waits until its device is online. */
export async function openDeviceTab(stack: ConsoleStack, application: string): Promise<DeviceTab> {
  const pages = await servePages({
    ...await agentPages(stack.server.enrollment),
    "/app": { type: "text/html; charset=utf-8", body: application },
  }, 0);
  const context = await stack.browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${pages.url}/app`);
  const online = await page.waitForFunction(() => {
    const { agent } = document.querySelector("mesh-agent") as unknown as {
      readonly agent?: { readonly state: string; readonly nodeId: string };
    };
    return agent?.state === "online" && agent.nodeId;
  });
  const nodeId = String(await online.jsonValue());
  await stack.server.waitForDevice(nodeId, ({ online }) => online);
  return {
    page,
    nodeId,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await pages.close();
    },
  };
}
