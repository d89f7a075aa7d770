import type { Browser, BrowserContext, Page } from "playwright-core";
import { agentPages } from "../launcher/agent_page.ts";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { launchChromium } from "./chromium.ts";
import { openMeshCentral } from "./meshcentral_page.ts";
import { PAINT_CANVAS } from "./painted_canvas.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

/** A device's tab, and MeshCentral's own page at one of its panels. */
export interface TabAndUi {
  readonly tab: Page;
  readonly ui: Page;
  /** The device, with `node//`. */
  readonly nodeId: string;
}

/** How a {@linkcode Stage} opens both. */
export interface OpenOptions {
  /** Of MeshCentral's page: `?webrtc=1`. */
  readonly query?: string;
  /** Runs in the tab before its scripts. */
  readonly prepareTab?: () => void;
  /** Permissions of the tab. */
  readonly permissions?: readonly string[];
}

/** What an event of the application was. */
export interface Logged {
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly key: string;
}

/**
 * A real MeshCentral, a page that embeds an agent with every feature, and a browser for both it and
 * the operator.
 */
export class Stage {
  readonly server: TestServer;
  readonly pages: PageServer;
  readonly browser: Browser;
  #contexts: BrowserContext[] = [];

  private constructor(server: TestServer, pages: PageServer, browser: Browser) {
    this.server = server;
    this.pages = pages;
    this.browser = browser;
  }

  /** `page`: another application than the usual one. */
  static async start(
    page: string = APPLICATION,
    options: Parameters<typeof startTestServer>[0] = {},
  ): Promise<Stage> {
    const server = await startTestServer(options);
    const pages = await servePages({
      ...await agentPages(server.enrollment),
      "/app": { type: "text/html; charset=utf-8", body: page },
    }, 0);
    return new Stage(server, pages, await launchChromium());
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.pages.close();
    await this.server[Symbol.asyncDispose]();
  }

  /** Closes the pages of a test. */
  async clear(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    this.#contexts = [];
  }

  /** Another visitor's browser. */
  async context(): Promise<BrowserContext> {
    const context = await this.browser.newContext();
    this.#contexts.push(context);
    return context;
  }

  /** A new tab that is a device, and MeshCentral's own page at one of its panels. */
  async open(
    panel: number,
    { query = "", prepareTab, permissions = [] }: OpenOptions = {},
  ): Promise<TabAndUi> {
    const context = await this.browser.newContext({ permissions: [...permissions] });
    // Another browser: else the tab would bring the operator's cookie to the relay.
    const other = await this.browser.newContext({ viewport: { width: 1280, height: 900 } });
    this.#contexts.push(context, other);
    const tab = await context.newPage();
    if (prepareTab !== undefined) await tab.addInitScript(prepareTab);
    await tab.goto(`${this.pages.url}/app`);
    await tab.getByText("Connected: this tab is a managed device").waitFor();
    const id = await tab.evaluate(() =>
      (document.querySelector("mesh-agent") as unknown as { agent: { nodeId: string } }).agent
        .nodeId
    );
    await this.server.waitForDevice(id, ({ online }) => online);
    const { url, admin } = this.server.server;
    const ui = await openMeshCentral(other, `${url}/${query}`, admin);
    const nodeId = `node//${id}`;
    await ui.waitForFunction(
      (id) =>
        (globalThis as unknown as {
          nodes?: { _id: string; conn?: number; agent?: { caps?: number } }[];
        })
          .nodes?.some(({ _id, conn, agent }) => _id === id && conn === 1 && agent?.caps === 15),
      nodeId,
    );
    await ui.evaluate(
      ([id, panel]) =>
        (globalThis as unknown as { gotoDevice(id: string, panel: number): void })
          .gotoDevice(id as string, panel as number),
      [nodeId, panel],
    );
    return { tab, ui, nodeId };
  }
}

/** What the application has noted so far. */
export async function log(tab: Page): Promise<Logged[]> {
  return await tab.evaluate(() => (globalThis as unknown as { log: Logged[] }).log);
}

/** The first entry of this kind. */
export async function logged(tab: Page, what: string, key?: string): Promise<Logged | undefined> {
  return (await log(tab)).find((entry) => entry.what === what && (key ?? entry.key) === entry.key);
}

/** Playwright keeps pipes to its browser open between the tests. */
export function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

/** The usual application: a canvas that notes clicks and keys, and an agent with every feature. */
export const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>An application</title>
<main>
<h1>An application</h1>
<canvas id="app" width="640" height="480" tabindex="0" aria-label="A picture"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed source="#app"
  features="console terminal files desktop messages clipboard openurl limits"></mesh-agent>
</main>
<script>
  const log = globalThis.log = [];
  ${PAINT_CANVAS}
  context.fillStyle = "white";
  context.font = "32px sans-serif";
  context.fillText("An application", 300, 100);
  canvas.addEventListener("click", (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    log.push({ what: "click", x, y });
    context.fillStyle = "#30c030";
    context.fillRect(x - 20, y - 20, 40, 40);
  });
  canvas.addEventListener("keydown", ({ key }) => log.push({ what: "key", key }));
</script>
<script type="module" src="embed.js"></script>
</html>`;
