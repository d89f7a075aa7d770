import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { launchChromium } from "./chromium.ts";

/** What a page of {@linkcode InPage} has: the parts of the agent, and room for what a test keeps. */
export interface Loaded {
  readonly agent: typeof import("./agent_in_page.ts");
  readonly relays: import("../agent/test_relay.ts").TestRelay[];
  readonly over: AbortController;
  readonly answers: Record<string, boolean>;
}

/** A browser and a page with the parts of the agent that a person sees; the server is the test. */
export class InPage {
  readonly browser: Browser;
  readonly #pages: PageServer;

  private constructor(browser: Browser, pages: PageServer) {
    this.browser = browser;
    this.#pages = pages;
  }

  /** Builds the page and starts the browser. */
  static async start(): Promise<InPage> {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("agent_in_page.ts", import.meta.url))],
      bundle: true,
      format: "esm",
      target: "es2022",
      write: false,
      logLevel: "error",
    });
    const pages = await servePages({
      "/": { type: "text/html; charset=utf-8", body: PAGE },
      "/agent.js": { type: "text/javascript", body: outputFiles[0]?.text ?? "" },
    }, 0);
    return new InPage(await launchChromium(), pages);
  }

  /** Opens the page. With `stopped`, its time passes only by `page.clock`. */
  async open({ stopped = false, ...options }: BrowserContextOptions & { stopped?: boolean } = {}) {
    const page: Page = await this.browser.newPage(options);
    if (stopped) await page.clock.install();
    await page.goto(this.#pages.url);
    for (let loaded = false; !loaded;) loaded = await page.evaluate(() => "agent" in globalThis);
    if (stopped) await page.clock.pauseAt(Date.now() + 60_000);
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#pages.close();
  }
}

/** Playwright keeps pipes to its browser open between the tests. */
export function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

/** An enrollment that leads nowhere. */
export const ENROLLMENT: string = JSON.stringify({
  server: "wss://h.example",
  meshId: `0x${"00".repeat(48)}`,
  serverId: "00".repeat(48),
  serverHash: "00".repeat(48),
});

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A page</title>
<main><h1>A page</h1><canvas id="app" style="background: #222"></canvas></main>
<script type="module">
  globalThis.relays = [];
  globalThis.answers = {};
  globalThis.over = new AbortController();
  globalThis.agent = await import("./agent.js");
</script>
</html>`;
