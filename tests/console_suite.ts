import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { serveConsole, type ServedConsole } from "./console_build.ts";
import { type FakeApi, fakeDevice, startFakeApi } from "./console_fake_api.ts";

/** What the tests of one file share: a console, a browser, and for each test a new fake API. */
export interface ConsoleSuite {
  readonly site: ServedConsole;
  readonly context: BrowserContext;
  /** A test may put another one in its place. */
  api: FakeApi;
  /** A new tab with the console. */
  open(path?: string): Promise<Page>;
  /** … and somebody logged in. */
  openLoggedIn(path?: string, options?: LogInOptions): Promise<Page>;
  /** A test that also fails when the page had an error. */
  test(name: string, body: () => Promise<void>): void;
}

/** What is typed at the login. */
export interface LogInOptions {
  readonly username?: string;
  readonly password?: string;
  readonly keep?: boolean;
}

/** Starts and ends what the tests of the calling file need. */
export function consoleSuite(): ConsoleSuite {
  let browser: Browser;
  let site: ServedConsole;
  let context: BrowserContext;
  let errors: string[];

  Deno.test.beforeAll(async () => {
    site = await serveConsole();
    browser = await launchChromium();
  });
  Deno.test.afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
  });
  Deno.test.beforeEach(async () => {
    suite.api = startFakeApi(Array.from({ length: 60 }, (_, index) => fakeDevice(index + 1)));
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    errors = [];
  });
  Deno.test.afterEach(async () => {
    await context.close();
    await suite.api[Symbol.asyncDispose]();
  });

  const suite: ConsoleSuite = {
    get site() {
      return site;
    },
    get context() {
      return context;
    },
    api: undefined as never, // from the first test on
    open: async (path = "") => {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
          errors.push(message.text());
        }
      });
      await page.addInitScript((url) => {
        localStorage.setItem("cs-console.servers", JSON.stringify([url]));
      }, suite.api.url);
      await page.goto(`${site.url}#/${path}`);
      return page;
    },
    openLoggedIn: async (path, options) => {
      const page = await suite.open(path);
      await logIn(page, options);
      await page.getByText("Live", { exact: true }).waitFor();
      return page;
    },
    test: (name, body) => {
      const options = { sanitizeOps: false, sanitizeResources: false };
      Deno.test(`console: ${name}`, options, async () => {
        await body();
        assert.deepEqual(errors, []);
      });
    },
  };
  return suite;
}

/** Logs in, without waiting for what comes of it. */
export async function logIn(page: Page, options: LogInOptions = {}): Promise<void> {
  await page.getByLabel("User name").fill(options.username ?? "admin");
  await page.getByLabel("Password").fill(options.password ?? "secret");
  if (options.keep) await page.getByLabel("Stay logged in").check();
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}
