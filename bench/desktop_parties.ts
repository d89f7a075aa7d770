import type { CDPSession, Page } from "playwright-core";
import { agentPages } from "../launcher/agent_page.ts";
import { servePages } from "../launcher/page_server.ts";
import { formatMsh } from "../protocol/mod.ts";
import { launchChromium } from "../tests/chromium.ts";
import { startNativeAgent } from "../tests/native_agent.ts";
import type { TestServer } from "../tests/test_server.ts";
import { fillScreen, startXDisplay } from "../tests/x_display.ts";
import { AGENT, scenePage } from "./desktop_scenes.ts";
import { processTime } from "./process_time.ts";

/** Seconds used so far. */
export interface Usage {
  /** Of the page's own thread; 0 where the agent has none. */
  readonly main: number;
  /** Of all threads of what captures, encodes and sends. */
  readonly cpu: number;
}

/** An agent that shows the scenes. */
export interface Party {
  readonly name: string;
  readonly nodeId: string;
  /** That plays the scenes. */
  readonly page: Page;
  used(): Promise<Usage>;
}

/** A tab that shows its canvas. */
export async function tabParty(server: TestServer, stack: AsyncDisposableStack): Promise<Party> {
  const pages = stack.adopt(
    await servePages({
      ...await agentPages(server.enrollment),
      "/app": { type: "text/html; charset=utf-8", body: scenePage(AGENT) },
    }, 0),
    (pages) => pages.close(),
  );
  const browser = stack.adopt(await launchChromium(), (browser) => browser.close());
  // The native agent wants TLS, and the server's certificate is its own.
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  await page.goto(`${pages.url}/app`);
  await page.getByText("Connected: this tab is a managed device").waitFor();
  const nodeId = await page.evaluate(() =>
    (document.querySelector("mesh-agent") as unknown as { agent: { nodeId: string } }).agent.nodeId
  );
  await server.waitForDevice(nodeId, ({ online }) => online);
  const cdp = await context.newCDPSession(page);
  // The thread's own time: not what others on the machine take from it.
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const system = await browser.newBrowserCDPSession();
  return { name: "a tab", nodeId, page, used: () => tabUsage(cdp, system) };
}

async function tabUsage(cdp: CDPSession, system: CDPSession): Promise<Usage> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return {
    main: metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0,
    cpu: renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
  };
}

/** MeshCentral's agent for Linux, on a screen that shows the same page and nothing else. */
export async function nativeParty(server: TestServer, stack: AsyncDisposableStack): Promise<Party> {
  const display = stack.use(await startXDisplay(1920, 1080));
  const pages = stack.adopt(
    await servePages({ "/app": { type: "text/html; charset=utf-8", body: scenePage() } }, 0),
    (pages) => pages.close(),
  );
  const browser = stack.adopt(
    await launchChromium({ fullScreenOn: display.env }),
    (browser) => browser.close(),
  );
  const page = await (await browser.newContext({ viewport: null })).newPage();
  await page.goto(`${pages.url}/app`);
  await fillScreen(page);
  const agent = stack.use(await startNativeAgent(formatMsh(server.enrollment), display.env));
  const nodeId = await server.firstDevice();
  // It gets its core first, and does nothing without.
  await new Promise((resolve) => setTimeout(resolve, 8000));
  return {
    name: "native, Xvfb",
    nodeId,
    page,
    used: async () => ({ main: 0, cpu: await processTime([display.pid], [agent.pid]) }),
  };
}
