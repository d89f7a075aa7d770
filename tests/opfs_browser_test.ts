import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { bundle } from "../bench/bundle.ts";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { launchChromium } from "./chromium.ts";

let pages: PageServer;
let browser: Browser;

Deno.test.beforeAll(async () => {
  pages = await servePages({
    "/": {
      type: "text/html; charset=utf-8",
      body: '<!doctype html><title>Files</title><script type="module" src="files.js"></script>',
    },
    "/files.js": {
      type: "text/javascript",
      body: `${await bundle("../tests/files_page.ts", "browser")}`,
    },
  }, 0);
  browser = await launchChromium();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

for (const move of [true, false]) {
  const how = move ? "" : ", in a browser that cannot move files";
  browserTest(`a file is there when it is whole, and not before${how}`, async () => {
    await using context = await browser.newContext();
    const page = await open(await context.newPage(), move);
    await page.evaluate(() => (globalThis as unknown as Loaded).begin("new", "half"));
    assert.deepEqual(await listed(page), []);
    await page.evaluate(() => (globalThis as unknown as Loaded).commit());
    assert.deepEqual(await listed(page), [["new", "half"]]);

    // The tab is closed in the middle of a new file, and of one that is there.
    await page.evaluate(() => (globalThis as unknown as Loaded).begin("other", "lost"));
    await page.evaluate(() => (globalThis as unknown as Loaded).begin("new", "lost"));
    await page.close();
    const again = await open(await context.newPage(), move);
    assert.deepEqual(await listed(again), [["new", "half"]]);

    await again.evaluate(() => (globalThis as unknown as Loaded).begin("new", " and half", true));
    await again.evaluate(() => (globalThis as unknown as Loaded).commit());
    await again.evaluate(() => (globalThis as unknown as Loaded).begin("given up", "x"));
    await again.evaluate(() => (globalThis as unknown as Loaded).abort());
    assert.deepEqual(await listed(again), [["new", "half and half"]]);
  });

  browserTest(`a file that cannot take its place leaves nothing behind${how}`, async () => {
    await using context = await browser.newContext();
    const page = await open(await context.newPage(), move);
    const commit = () =>
      page.evaluate(() => (globalThis as unknown as Loaded).commit().catch(() => "refused"));

    await page.evaluate(() => (globalThis as unknown as Loaded).begin("folder", "x"));
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      await root.getDirectoryHandle("folder", { create: true }); // made meanwhile
    });
    assert.equal(await commit(), "refused");
    assert.deepEqual(await names(page), ["folder"]);
    // What is known at the beginning is said at the beginning.
    const begin = page.evaluate(() => (globalThis as unknown as Loaded).begin("folder", "x"));
    await assert.rejects(begin, /a folder has this name/);
    assert.deepEqual(await names(page), ["folder"]);

    await page.evaluate(() => (globalThis as unknown as Loaded).begin("new", "x"));
    await page.evaluate(() => {
      const full = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
      FileSystemFileHandle.prototype.createWritable = full;
      Object.assign(FileSystemFileHandle.prototype, { move: full });
    });
    assert.equal(await commit(), "refused");
    assert.deepEqual(await names(page), ["folder"]);
  });
}

interface Loaded {
  begin(name: string, text: string, append?: boolean): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
  list(): Promise<[name: string, text: string][]>;
}

async function open(page: Page, move: boolean): Promise<Page> {
  if (!move) {
    await page.addInitScript(() =>
      Reflect.deleteProperty(FileSystemHandle.prototype, "move") &&
      Reflect.deleteProperty(FileSystemFileHandle.prototype, "move")
    );
  }
  await page.goto(pages.url);
  await page.waitForFunction(() => "begin" in globalThis);
  return page;
}

function listed(page: Page): Promise<[string, string][]> {
  return page.evaluate(() => (globalThis as unknown as Loaded).list());
}

/** All that is in the tab's root, what is hidden from an operator included. */
function names(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    return await Array.fromAsync((root as unknown as Map<string, unknown>).keys());
  });
}

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}
