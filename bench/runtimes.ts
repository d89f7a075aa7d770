import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Enrollment } from "../protocol/mod.ts";
import { servePages } from "../launcher/page_server.ts";
import { launchChromium } from "../tests/chromium.ts";
import { bundle } from "./bundle.ts";
import type { HandshakeTimes } from "./probe.ts";

/** Handshakes to measure. */
export interface HandshakeTask {
  readonly enrollment: Enrollment;
  readonly count: number;
  /** With the runtime's own WebSocket instead of `wsTransport()`. */
  readonly builtIn?: boolean;
}

/** What is measured in one runtime. */
export interface Runtime {
  readonly name: string;
  handshakes(task: HandshakeTask): Promise<HandshakeTimes>;
  /** Milliseconds of one RSA-3072 signature each. */
  signatures(count: number): Promise<number[]>;
}

/** In a process of its own under Deno. */
export const deno: Runtime = processRuntime("Deno", "deno", ["run", "--allow-all", "--no-config"]);

/** In a process of its own under Node. */
export const node: Runtime = processRuntime("Node", "node", []);

/** In a page. */
export const chromium: Runtime = {
  name: "Chromium",
  handshakes: ({ enrollment, count }) =>
    inChromium(`handshakes(${JSON.stringify(enrollment)}, ${count})`),
  signatures: (count) => inChromium(`signatures(${count})`),
};

function processRuntime(name: string, command: string, args: readonly string[]): Runtime {
  const measure = async (task: unknown) => {
    const folder = await mkdtemp(join(tmpdir(), "cs-bench-"));
    try {
      const script = join(folder, "probe.mjs");
      await writeFile(script, await bundle("probe_process.ts", "node"));
      return JSON.parse(await output(command, [...args, script], JSON.stringify(task)));
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  return { name, handshakes: measure, signatures: (count) => measure({ count }) };
}

async function inChromium<T>(call: string): Promise<T> {
  const script = await bundle("probe.ts", "browser");
  await using pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body: "<!doctype html><title>bench</title>" },
    "/probe.js": { type: "text/javascript; charset=utf-8", body: script },
  }, 0);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(pages.url);
    return await page.evaluate(`import("/probe.js").then((probe) => probe.${call})`);
  } finally {
    await browser.close();
  }
}

function output(command: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data) => text += data);
    child.on("error", reject);
    child.on(
      "close",
      (code) => code === 0 ? resolve(text) : reject(new Error(`${command}: ${code}`)),
    );
    child.stdin.end(input);
  });
}
