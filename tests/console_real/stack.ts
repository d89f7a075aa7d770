import { upgradeWebSocket } from "hono/deno";
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Api, createApi } from "../../api/mod.ts";
import { formatMsh } from "../../protocol/mod.ts";
import { wsTransport } from "../../transport/ws.ts";
import { screenshot } from "../artifacts.ts";
import { launchChromium } from "../chromium.ts";
import { serveConsole, type ServedConsole } from "../console_build.ts";
import { type NativeAgent, startNativeAgent } from "../native_agent.ts";
import { startTestServer, type TestServer } from "../test_server.ts";

/** What the stories of the calling file share: started before them, and stopped after. */
export function consoleStory(): ConsoleStack {
  const stack = new ConsoleStack();
  Deno.test.beforeAll(() => stack.start());
  Deno.test.afterAll(() => stack.stop());
  return stack;
}

/** A MeshCentral, its agent, an API, a console at another origin, and somebody who looks at it. */
export class ConsoleStack {
  server!: TestServer;
  agent!: NativeAgent;
  site!: ServedConsole;
  browser!: Browser;
  context!: BrowserContext;
  page!: Page;
  /** Of the native agent. */
  deviceId!: string;
  /** What pages complained about; a step fails by it. */
  readonly errors: string[] = [];
  readonly #jwtSecret = crypto.randomUUID() + crypto.randomUUID();
  #api!: Api;
  #cut!: AbortController;
  #listening!: Deno.HttpServer<Deno.NetAddr>;

  /** `http://127.0.0.1:PORT/api` */
  get apiUrl(): string {
    return `http://127.0.0.1:${this.#listening.addr.port}/api`;
  }

  /** Starts everything. `env`: of the native agent's display. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.server = await startTestServer({ tls: true });
    [this.agent, this.site, this.browser] = await Promise.all([
      startNativeAgent(formatMsh(this.server.enrollment), env),
      serveConsole(),
      launchChromium(),
    ]);
    this.startApi(0);
    this.deviceId = await this.server.firstDevice();
    this.context = await this.newContext();
    this.page = await this.newPage(this.context);
  }

  /** Starts the API; whoever was logged in at an earlier one still is. */
  startApi(port: number): void {
    const { server } = this.server;
    this.#api = createApi({
      meshcentral: server.webSocketUrl,
      jwtSecret: this.#jwtSecret,
      webSocket: wsTransport({ ca: server.rootCertificate }),
      cors: [new URL(this.site.url).origin],
    });
    this.#api.upgrade(upgradeWebSocket);
    this.#cut = new AbortController();
    const options = { port, signal: this.#cut.signal, hostname: "127.0.0.1", onListen: () => {} };
    this.#listening = Deno.serve(options, this.#api.fetch);
  }

  /** Ends the API; the port that it had. */
  async stopApi(): Promise<number> {
    const { port } = this.#listening.addr;
    this.#cut.abort(); // as a crash would: consoles that come back at once must not keep it open
    await this.#listening.finished;
    await this.#api.close();
    return port;
  }

  /** A browser that has never seen the console, but knows the server. */
  async newContext(): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: "light",
    });
    await context.addInitScript((url) => {
      const name = "cs-console.servers";
      if (localStorage.getItem(name) === null) localStorage.setItem(name, JSON.stringify([url]));
    }, this.apiUrl);
    return context;
  }

  /** A tab whose complaints are noted. */
  async newPage(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(12_000);
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      // The terminal's style elements are kept from having an effect, see adopt_styles.ts.
      if (/inline style/.test(message.text())) return;
      if (/Content Security Policy|Trusted/.test(message.text())) {
        this.errors.push(message.text());
      }
    });
    return page;
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await this.browser?.close();
    await this.site?.[Symbol.asyncDispose]();
    await this.stopApi();
    await this.agent?.[Symbol.asyncDispose]();
    await this.server?.[Symbol.asyncDispose]();
  }

  /** Logs the administrator in. */
  async logIn(): Promise<void> {
    const { page, site } = this;
    await page.goto(site.url);
    await screenshot(page, "real-login");
    const { username, password } = this.server.server.admin;
    await page.getByLabel("User name").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.getByLabel("Stay logged in").check();
    await page.getByRole("button", { name: "Log in" }).click();
  }

  /** Shows a page of the console. */
  async goTo(path: string, page = this.page): Promise<void> {
    await page.goto(`${this.site.url}#/${path}`);
    await page.locator("#main h1").first().waitFor();
  }

  /** Part of one story: the page stays from one to the next. */
  step(name: string, body: () => Promise<void>): void {
    const options = { sanitizeOps: false, sanitizeResources: false };
    Deno.test(`console and MeshCentral: ${name}`, options, async () => {
      try {
        await body();
      } catch (error) {
        await screenshot(this.page, "failed");
        throw error;
      }
      assert.deepEqual(this.errors.splice(0), []);
    });
  }
}
