import { agentPages } from "../../launcher/agent_page.ts";
import { servePages } from "../../launcher/page_server.ts";
import { launchChromium } from "../chromium.ts";
import { APPLICATION } from "../tab_and_ui.ts";
import type { TestServer } from "../test_server.ts";
import { asDevice, type ServedDevice } from "./agents.ts";

const UNATTENDED = 'managed consent="none"';

/** A tab in Chromium that shows a canvas as its desktop; its files are not looked at. */
export async function openCanvasTab(test: TestServer): Promise<ServedDevice> {
  const pages = await servePages({
    ...await agentPages(test.enrollment),
    "/app": { type: "text/html; charset=utf-8", body: APPLICATION.replace("managed", UNATTENDED) },
  }, 0);
  const browser = await launchChromium();
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const tab = await context.newPage();
  await tab.goto(`${pages.url}/app`);
  await tab.getByText("Connected: this tab is a managed device").waitFor();
  const id = await tab.evaluate(() =>
    (document.querySelector("mesh-agent") as unknown as { agent: { nodeId: string } }).agent.nodeId
  );
  const place = {
    path: "/cases",
    prepare: () => Promise.resolve(),
    look: () => Promise.resolve([]),
  };
  const device = await asDevice(test, `node//${id}`, { place, prompt: "/> " });
  return {
    ...device,
    async [Symbol.asyncDispose]() {
      await device[Symbol.asyncDispose]();
      await browser.close();
      await pages.close();
    },
  };
}
