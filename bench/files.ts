import { Buffer } from "node:buffer";
import type { Browser, Page } from "playwright-core";
import { zipOf } from "../agent/files/test_zip.ts";
import { servePages } from "../launcher/page_server.ts";
import { launchChromium } from "../tests/chromium.ts";
import { bundle } from "./bundle.ts";
import type { FilesPage, Measured } from "./files_page.ts";
import { quiet } from "./quiet.ts";
import { quantile } from "./samples.ts";

type Listing = "parallel" | "naive" | "list" | "serial";

const FILES = 3_000;
const COPIED = 1_000;
const LISTINGS = 21;
const MiB = 2 ** 20;
const NO_WORKER = "<meta http-equiv=Content-Security-Policy content=\"worker-src 'none'\">";
const SCRIPT = '<!doctype html><title>Files</title><script type="module" src="files.js"></script>';

/** The tables of a tab's files: listings, and archives. */
export async function filesOfATab(): Promise<string> {
  const html = "text/html; charset=utf-8";
  await using pages = await servePages({
    "/": { type: html, body: SCRIPT },
    "/no-worker": { type: html, body: `${NO_WORKER}${SCRIPT}` },
    "/files.js": {
      type: "text/javascript",
      body: await bundle("../bench/files_page.ts", "browser"),
    },
  }, 0);
  const browser = await launchChromium();
  try {
    const listings = await listingTable(await open(browser, pages.url));
    return `${listings}\n\n${await archiveTable(browser, pages.url)}`;
  } finally {
    await browser.close();
  }
}

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  await page.waitForFunction(() => "list" in globalThis);
  return page;
}

async function listingTable(page: Page): Promise<string> {
  await page.evaluate((count) => (globalThis as unknown as FilesPage).fill(count), FILES);
  const run = (name: Listing) =>
    page.evaluate((name) => (globalThis as unknown as FilesPage)[name](), name);
  const times: Record<Listing, number[]> = { parallel: [], naive: [], list: [], serial: [] };
  const names = Object.keys(times) as Listing[];
  for (let index = -1; index < LISTINGS; index++) {
    await quiet();
    for (const name of names) {
      const milliseconds = await run(name);
      if (index >= 0) times[name].push(milliseconds);
    }
  }
  const row = (what: string, name: Listing) => {
    const figures = [0.5, 0.95, 0].map((part) => quantile(times[name], part));
    const ratios = [0.5, 0].map((part, index) =>
      ((figures[index * 2] ?? NaN) / quantile(times.parallel, part)).toFixed(2)
    );
    return `| ${[what, ...figures.map((figure) => figure.toFixed(0)), ...ratios].join(" | ")} |`;
  };
  return [
    `| ${FILES} files of the tab's OPFS | p50, ms | p95, ms | fastest, ms | p50 of the first | fastest of the first |`,
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    row("all `getFile()` at once, the handles known already", "parallel"),
    row("the same, the handles read before", "naive"),
    row("`list()`: names, sizes and times", "list"),
    row("all `getFile()` one after the other, the handles known already", "serial"),
  ].join("\n");
}

async function archiveTable(browser: Browser, url: string): Promise<string> {
  const zeros = { name: "zeros", data: new Uint8Array(500 * MiB) };
  const bomb = zipOf([zeros]);
  const lying = zipOf([{ ...zeros, size: 60 * MiB, packed: undefined }]);
  const noise = new Uint8Array(60 * MiB).map((_, index) => (index * index >> 9) ^ index >> 16);
  const large = zipOf([{ name: "large", data: noise }]);
  const rows: string[] = [];
  const add = (what: string, { milliseconds, blocked, error = "done" }: Measured) =>
    rows.push(`| ${what} | ${milliseconds.toFixed(0)} | ${blocked.toFixed(0)} | ${error} |`);
  for (const [path, how] of [["", "in a worker"], ["/no-worker", "no worker allowed"]]) {
    const page = await open(browser, `${url}${path}`);
    const unzip = async (archive: Uint8Array) => {
      await quiet();
      return await page.evaluate(
        (base64) => (globalThis as unknown as FilesPage).unzip(base64),
        Buffer.from(archive).toString("base64"),
      );
    };
    add(`unzip 500 MiB from ${kilobytes(bomb)}, ${how}`, await unzip(bomb));
    add(`the same, announced as 60 MiB, ${how}`, await unzip(lying));
    add(`unzip 60 MiB from ${kilobytes(large)}, ${how}`, await unzip(large));
  }
  const page = await open(browser, url);
  await page.evaluate((count) => (globalThis as unknown as FilesPage).fill(count), COPIED);
  for (const name of ["zip", "copy"] as const) {
    await quiet();
    add(
      `${name} ${COPIED} small files`,
      await page.evaluate((name) => (globalThis as unknown as FilesPage)[name](), name),
    );
  }
  return [
    "| archives and copies | ms | longest block of the page, ms | end |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

function kilobytes({ length }: Uint8Array): string {
  return `${Math.round(length / 1000)} kB`;
}
