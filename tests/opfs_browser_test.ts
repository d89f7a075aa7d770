import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { transform } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { FileInfo } from "../agent/mod.ts";
import { zipOf } from "../agent/files/test_zip.ts";
import { bundle } from "../bench/bundle.ts";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { launchChromium } from "./chromium.ts";

let pages: PageServer;
let browser: Browser;

/** A page that may start no worker. */
const NO_WORKER = "<meta http-equiv=Content-Security-Policy content=\"worker-src 'none'\">";

Deno.test.beforeAll(async () => {
  const script = await bundle("../tests/files_page.ts", "browser");
  // As in a page: the source of the worker is what a minifier makes of it.
  const { code } = await transform(script, { minify: true, format: "esm" });
  const body = '<!doctype html><title>Files</title><script type="module" src="files.js"></script>';
  pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body },
    "/no-worker": { type: "text/html; charset=utf-8", body: `${NO_WORKER}${body}` },
    "/files.js": { type: "text/javascript", body: code },
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

browserTest("a listing survives files that vanish, and files that cannot be read", async () => {
  await using context = await browser.newContext();
  const page = await open(await context.newPage(), true);
  for (const name of ["a", "b", "c", "d"]) {
    await page.evaluate((name) => (globalThis as unknown as Loaded).begin(name, name), name);
    await page.evaluate(() => (globalThis as unknown as Loaded).commit());
  }
  await page.evaluate(() => {
    const { prototype } = FileSystemFileHandle;
    const { getFile } = prototype;
    prototype.getFile = async function () {
      if (this.name === "b") throw new DOMException("", "NotReadableError");
      if (this.name === "c") {
        // Gone between its turn in the listing and the look at it; the error is the browser's own.
        await (await navigator.storage.getDirectory()).removeEntry("c");
      }
      return await getFile.call(this);
    };
  });
  const listing = await page.evaluate(() => (globalThis as unknown as Loaded).listing());
  assert.deepEqual(
    listing.map(({ name, size }) => [name, size]).sort(),
    [["a", 1], ["b", undefined], ["d", 1]],
  );
});

for (const path of ["", "no-worker"]) {
  const where = path === "" ? "in a worker" : "without a worker where the policy allows none";
  browserTest(`an archive is unpacked ${where}, in steps`, async () => {
    await using context = await browser.newContext();
    const page = await context.newPage();
    const workers: string[] = [];
    page.on("worker", (worker) => workers.push(worker.url()));
    await page.goto(`${pages.url}/${path}`);
    await page.waitForFunction(() => "unzip" in globalThis);
    const unzip = (archive: Uint8Array) =>
      page.evaluate(
        (base64) => (globalThis as unknown as Loaded).unzip(base64),
        Buffer.from(archive).toString("base64"),
      );
    const data = new Uint8Array(6_000_000).map((_, index) => index * index >> 9);
    const done = await unzip(zipOf([{ name: "large", data }, { name: "small", data: "x" }]));
    assert.equal(done.here, path === "" ? 1 : 2);
    assert.ok(done.largest < 2 * 2 ** 20);
    assert.equal(workers.length, path === "" ? 1 : 0);
    assert.equal(
      await page.evaluate(() => (globalThis as unknown as Loaded).hash("large")),
      createHash("sha256").update(data).digest("hex"),
    );
    // It announces what is allowed, and holds 200 MiB.
    const bomb = { name: "bomb", data: new Uint8Array(200 * 2 ** 20), size: 3_000_000 };
    const refused = await unzip(zipOf([bomb]));
    assert.match(`${refused.refused}`, /the archive is damaged, or was made to mislead/);
    assert.ok(refused.largest < 2 * 2 ** 20);
    assert.deepEqual((await names(page)).sort(), ["out", "x.zip"]);
  });
}

interface Loaded {
  begin(name: string, text: string, append?: boolean): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
  list(): Promise<[name: string, text: string][]>;
  listing(): Promise<FileInfo[]>;
  unzip(base64: string): Promise<{ here?: number; refused?: string; largest: number }>;
  hash(name: string): Promise<string>;
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
